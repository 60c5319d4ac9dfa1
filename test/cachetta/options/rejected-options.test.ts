import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { InvalidKeyError, InvalidPathError, lookup } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { expectNoUnhandledRejections } from '../../support/unhandled-rejections.ts'

const lines = recordLogLines()
expectNoUnhandledRejections()

const reject = () => Promise.reject(new Error('down')) as unknown as never

it('a tags function that rejects costs the entry, not the value and not the process', async () => {
  const { cache } = createTestCache({ tags: reject })
  expect(await cache(() => 'value')()).toBe('value')
  expect(await lookup(cache)).toEqual({ hit: false })
  expect(lines.join('\n')).toMatch(/the tags of test threw; the value is not stored/)
})

it('a key option that rejects is refused, and does not end the process', async () => {
  const { cache } = createTestCache({ key: reject })
  await expect(cache(() => 'value')()).rejects.toThrow(InvalidKeyError)
})

it('a path function that rejects is refused, and does not end the process', async () => {
  const { cache } = createTestCache({ path: reject })
  await expect(cache(() => 'value')()).rejects.toThrow(InvalidPathError)
})

const foreignReject = () => runInNewContext('Promise.reject(1)') as never

it('promises inside of what they return, and of another realm, do not end the process either', async () => {
  for (const key of [() => [1, reject()], () => ({ id: reject() }), foreignReject]) {
    await expect(createTestCache({ key }).cache(() => 'value')()).rejects.toThrow(InvalidKeyError)
  }
  for (const tags of [() => ['a', reject()], foreignReject]) {
    expect(await createTestCache({ tags }).cache(() => 'value')()).toBe('value')
  }
  await expect(createTestCache({ path: foreignReject }).cache(() => 'value')()).rejects.toThrow(InvalidPathError)
  const condition = foreignReject
  expect(await createTestCache({ condition }).cache(() => 'value')()).toBe('value')
  expect(() => createTestCache({ condition }).cache.wrapSync(() => 'value')()).toThrow(/it returned a promise/)
})

it('options that never answer do not delay a call', async () => {
  const never = () => new Promise(() => {}) as never
  await expect(createTestCache({ key: never }).cache(() => 'value')()).rejects.toThrow(InvalidKeyError)
  await expect(createTestCache({ path: never }).cache(() => 'value')()).rejects.toThrow(InvalidPathError)
  expect(await createTestCache({ tags: never }).cache(() => 'value')()).toBe('value')
})
