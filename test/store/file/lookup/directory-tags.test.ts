import fs, {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Cachetta } from '../../../../src/index.ts'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import {
  addressOf,
  collectAll,
  exactAddressOf,
  fillDirectory,
  minutesAgo,
  setValue,
  setValueSync,
} from '../support/entries.ts'
import { temporaryDirectory } from '../support/processes.ts'

afterEach(() => vi.restoreAllMocks())

const findKeys = async (directory: string, base: string, ...tags: string[]) => {
  const store = fileStore({ tagsPath: join(directory, 'tags') })
  const found = await collectAll(store.taggedUnder?.(join(directory, base), tags))
  return [...new Set(found.map(({ address }) => `${address.path.slice(directory.length + 1)} ${address.key}`))].sort()
}

const records = (directory: string) =>
  readdirSync(directory, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.json') && name.includes('.cachetta-tags'))

function setAll(directory: string): void {
  const store = fileStore({ tagsPath: join(directory, 'tags') })
  setValueSync(store, addressOf(join(directory, 'c/users.json'), '1'), 1, ['a'])
  setValueSync(store, addressOf(join(directory, 'c/users.json'), '2'), 1, ['b', 'c'])
  setValueSync(store, addressOf(join(directory, 'c/users.json'), '3'), 1)
  setValueSync(store, addressOf(join(directory, 'c/rates.json')), 1, ['a'])
  setValueSync(store, addressOf(join(directory, 'c/users.json/below.json')), 1, [])
  setValueSync(store, addressOf(join(directory, 'c/deep/er.json'), '4'), 1, ['a', 'a'])
  setValueSync(store, exactAddressOf(join(directory, 'c/deep/exact.json')), 1, ['a'])
}

describe('the tags of the entries under a base', () => {
  it('are found beside the base and under it, and nowhere else', async () => {
    const directory = temporaryDirectory()
    setAll(directory)
    expect(await findKeys(directory, 'c/users.json', 'a')).toEqual(['c/users.json 1'])
    expect(await findKeys(directory, 'c/users.json', 'c', 'b', 'none')).toEqual(['c/users.json 2'])
    const all = ['c/deep/er.json 4', 'c/deep/exact.json k', 'c/rates.json ', 'c/users.json 1']
    expect(await findKeys(directory, 'c', 'a')).toEqual(all)
    expect(await findKeys(directory, 'c/deep', 'a')).toEqual(all.slice(0, 2))
    expect(await findKeys(directory, 'other', 'a')).toEqual([])
  })

  it('are searched once in a directory without an index, by all writes that come meanwhile', async () => {
    const directory = temporaryDirectory()
    await fillDirectory(directory, 300)
    const store = fileStore()
    const opened: string[] = []
    const { openSync, open } = fs
    const note = (path: unknown): void => {
      if (/entry-\d+\.json$/.test(String(path))) opened.push(String(path))
    }
    vi.spyOn(fs, 'openSync').mockImplementation((...args) => {
      note(args[0])
      return openSync(...args)
    })
    vi.spyOn(fs, 'open').mockImplementation(((...args: Parameters<typeof fs.open>) => {
      note(args[0])
      return open(...args)
    }) as typeof fs.open)
    const keys = Array.from({ length: 20 }, (_, key) => `${key}`)
    await Promise.all(keys.map((key) => setValue(store, addressOf(join(directory, 'e.json'), key), key, ['a'])))
    expect(new Set(opened).size).toBe(300)
    expect(opened.length).toBeLessThan(600)
    const found = await collectAll(store.taggedUnder?.(join(directory, 'e.json'), ['a']))
    expect(found).toHaveLength(20)
  })

  it('are found without a look at the entries that do not have them', async () => {
    const directory = temporaryDirectory()
    const store = fileStore()
    for (let key = 0; key < 300; key += 1) {
      setValueSync(store, addressOf(join(directory, 'e.json'), `${key}`), key, [key % 100 === 0 ? 'few' : 'many'])
    }
    const opened: unknown[] = []
    const { openSync, open } = fs
    vi.spyOn(fs, 'openSync').mockImplementation((...args) => {
      opened.push(args[0])
      return openSync(...args)
    })
    vi.spyOn(fs, 'open').mockImplementation(((...args: Parameters<typeof open>) => {
      opened.push(args[0])
      open(...args)
    }) as typeof open)
    expect(await findKeys(directory, 'e.json', 'few')).toEqual(['e.json 0', 'e.json 100', 'e.json 200'])
    expect(opened.length).toBeLessThan(10)
  })

  it.each(['', '.cachetta-tags/complete', '.cachetta-tags'])(
    'are found after %s of a directory was deleted',
    async (name) => {
      const directory = temporaryDirectory()
      setAll(directory)
      if (name !== '') rmSync(join(directory, 'c', name), { recursive: true })
      expect(await findKeys(directory, 'c/users.json', 'a')).toEqual(['c/users.json 1'])
    },
  )

  it('are found in files that were copied without the index, also after the next write there', async () => {
    const directory = temporaryDirectory()
    setAll(directory)
    mkdirSync(join(directory, 'copy'))
    for (const name of readdirSync(join(directory, 'c')).filter((name) => name.startsWith('users-'))) {
      cpSync(join(directory, 'c', name), join(directory, 'copy', name))
    }
    expect(await findKeys(directory, 'copy/users.json', 'a')).toEqual(['copy/users.json 1'])
    setValueSync(fileStore(), addressOf(join(directory, 'copy/users.json'), '9'), 1, ['a'])
    expect(await findKeys(directory, 'copy/users.json', 'a')).toEqual(['copy/users.json 1', 'copy/users.json 9'])
  })

  it('are found in a directory that was moved', async () => {
    const directory = temporaryDirectory()
    setAll(directory)
    fs.renameSync(join(directory, 'c'), join(directory, 'moved'))
    expect(await findKeys(directory, 'moved/users.json', 'a')).toEqual(['moved/users.json 1'])
  })

  it('lose a record a minute after the entry lost the tag, by a search or by a sweep', async () => {
    const directory = temporaryDirectory()
    const store = fileStore()
    const address = addressOf(join(directory, 'e.json'))
    await setValue(store, address, 1, ['a', 'b'])
    const age = () => {
      for (const record of records(directory)) utimesSync(join(directory, record), minutesAgo(2), minutesAgo(2))
    }
    age()
    await setValue(store, address, 1, ['b'])
    expect(await findKeys(directory, 'e.json', 'a')).toEqual([])
    expect(records(directory)).toHaveLength(1)
    await store.delete(address)
    await store.sweep?.(address.path)
    expect(records(directory)).toHaveLength(1) // the entry may still be being written
    age()
    await store.sweep?.(address.path)
    expect(records(directory)).toEqual([])
  })

  it('are no entries, and stay when all entries are deleted', async () => {
    const directory = temporaryDirectory()
    const cache = new Cachetta({ path: join(directory, 'c'), tags: ['a'] })
    await cache.at('e.json')(() => 1)()
    expect((await collectAll(fileStore().list(directory))).map(({ key }) => key)).toHaveLength(1)
    await cache.invalidateAll()
    expect(existsSync(join(directory, 'c', '.cachetta-tags'))).toBe(true)
    await cache.invalidateTags('a')
    expect(await collectAll(fileStore().list(directory))).toEqual([])
  })

  it('of another program that has a file in the place of a record do no harm', async () => {
    const directory = temporaryDirectory()
    setAll(directory)
    const [record = ''] = records(join(directory, 'c'))
    writeFileSync(join(directory, 'c', record, '..', 'foreign.json'), '{}')
    expect(await findKeys(directory, 'c', 'a', 'b', 'c')).toHaveLength(5)
    expect(readFileSync(join(directory, 'c', record), 'utf8')).toBe('')
  })
})
