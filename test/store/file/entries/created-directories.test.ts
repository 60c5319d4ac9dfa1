import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { Cachetta, setLogger } from '../../../../src/index.ts'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { addressOf, exactAddressOf, setValue } from '../support/entries.ts'
import { temporaryDirectory } from '../support/processes.ts'

function silence(): void {
  const ignore = () => undefined
  setLogger({ debug: ignore, info: ignore, warn: ignore, error: ignore })
  onTestFinished(() => setLogger(console))
}

const unstorable = (): unknown => () => 'a function'

it.each(['async', 'sync'])('what cannot be stored leaves no directory (%s)', async (way) => {
  silence()
  const directory = temporaryDirectory()
  mkdirSync(join(directory, 'mine'))
  const store = fileStore({ tagsPath: join(directory, 'new', 'tags') })
  const literal = new Cachetta({ path: join(directory, 'mine', 'a', 'b', 'e.json'), store })
  const named = new Cachetta({ path: (id: number) => join(directory, 'c', `${id}.json`), store, tags: ['t'] })
  if (way === 'sync') {
    literal.wrapSync(unstorable)()
    named.wrapSync((_id: number) => unstorable())(1)
  } else {
    const load = literal(async (_id: number) => unstorable())
    await Promise.all([load(1), load(2), load(3)])
    await named(async (_id: number) => unstorable())(1)
  }
  expect(readdirSync(directory, { recursive: true })).toEqual(['mine'])
})

it('a computation that fails leaves no directory', async () => {
  const directory = temporaryDirectory()
  const load = new Cachetta({ path: join(directory, 'a', 'e.json') })(async () => {
    throw new Error('no network')
  })
  await expect(load()).rejects.toThrow('no network')
  expect(readdirSync(directory)).toEqual([])
})

it('a directory stays while another computation or an entry needs it', async () => {
  const directory = temporaryDirectory()
  const store = fileStore({ tagsPath: join(directory, 'tags') })
  const [first, second] = ['1', '2'].map((name) => exactAddressOf(join(directory, 'new', name)))
  if (!first || !second) throw new Error('two addresses')
  const locks = [await store.lock?.(first, true), await store.lock?.(second, true)]
  await locks[0]?.release()
  expect(existsSync(join(directory, 'new'))).toBe(true)
  await setValue(store, second, 1)
  await locks[1]?.release()
  expect(readdirSync(directory, { recursive: true }).sort()).toEqual(['new', join('new', '2')])
})

it('the directory beside a displaced entry stays', async () => {
  const directory = temporaryDirectory()
  const store = fileStore()
  await setValue(store, addressOf(join(directory, 'rates.json')), 'own')
  const lock = await store.lock?.(addressOf(join(directory, 'rates.json', 'parsed.json')), true)
  await lock?.release()
  expect((await store.stat(addressOf(join(directory, 'rates.json'))))?.key).toBe('')
})
