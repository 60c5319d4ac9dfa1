import { afterEach, beforeEach, expect, it } from 'vitest'
import { InvalidKeyError, InvalidPathError, lookup } from '../../../src/index.ts'
import { createTestCache } from '../../../src/testing.ts'
import { flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()
const unhandled: unknown[] = []
const note = (reason: unknown) => void unhandled.push(reason)

beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', note)
})

afterEach(async () => {
  await flushPromises()
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

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
