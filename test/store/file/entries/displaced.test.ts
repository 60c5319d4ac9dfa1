import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtInTypes } from '../../../../src/entry/allowed-types.ts'
import { Cachetta } from '../../../../src/index.ts'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { addressOf, collectAll, exactAddressOf, getValue, setValue, setValueSync } from '../support/entries.ts'
import { temporaryDirectory } from '../support/processes.ts'

const orders = [
  ['rates.json', 'rates.json/parsed.json', 'rates.json/parsed.json/deep'],
  ['rates.json/parsed.json/deep', 'rates.json/parsed.json', 'rates.json'],
  ['rates.json/parsed.json', 'rates.json', 'rates.json/parsed.json/deep'],
]

describe('an entry and entries below it', () => {
  it.each(orders)('are stored in any order: %s, %s, %s', async (...names) => {
    for (const set of [setValue, setValueSync]) {
      const directory = temporaryDirectory()
      const tagsPath = join(directory, 'tags')
      const store = fileStore({ tagsPath, maxEntries: 100 })
      const addresses = names.map((name) => exactAddressOf(join(directory, 'cache', name)))
      for (const address of addresses) await set(store, address, 'first', ['t'])
      for (const address of addresses) await set(store, address, address.path, ['t'])
      for (const address of addresses) {
        expect(await getValue(store, address)).toBe(address.path)
        const stat = await store.stat(address)
        expect(store.sync?.stat(address)).toEqual(stat)
        expect(store.locate?.(address)).toBe(stat?.path)
        expect(readFileSync(stat?.path ?? '', 'utf8')).toContain(`"value":${JSON.stringify(address.path)}`)
      }
      const sorted = addresses.map(({ path }) => path).sort()
      const pathsIn = async (list: ReturnType<typeof store.list> | undefined) =>
        (await collectAll(list)).map(({ address }) => address.path).sort()
      expect(await pathsIn(store.list(join(directory, 'cache', 'rates.json')))).toEqual(sorted)
      expect(await pathsIn(store.list(join(directory, 'cache')))).toEqual(sorted)
      expect(await pathsIn(store.tagged?.('t'))).toEqual(sorted)
      for (const address of addresses) {
        await store.delete(address)
        expect(await getValue(store, address)).toBeUndefined()
      }
      expect(await pathsIn(store.list(join(directory, 'cache')))).toEqual([])
    }
  })

  it('are those of a path without an extension, too', async () => {
    const directory = join(temporaryDirectory(), 'cache')
    const cache = new Cachetta({ path: directory, duration: '1h' })
    const below = cache.at('users.json')
    const load = cache(async () => 'own')
    const loadBelow = below(async () => 'below')
    expect([await load(), await loadBelow(), await load(), await loadBelow()]).toEqual(['own', 'below', 'own', 'below'])
    expect(below.pathFor()).toBe(join(directory, 'users.json'))
    expect(readFileSync(cache.pathFor(), 'utf8')).toContain('"value":"own"')
    expect((await cache.info()).path).toBe(cache.pathFor())
    await cache.invalidateAll()
    expect([await cache.exists(), await below.exists()]).toEqual([false, false])
  })

  it('keep locks of their own, and a result takes its place beside the directory', async () => {
    const directory = temporaryDirectory()
    const store = fileStore()
    const address = addressOf(join(directory, 'rates.json'))
    const lock = await store.lock?.(address, true)
    await setValue(store, addressOf(join(directory, 'rates.json', 'parsed.json')), 'below')
    expect(await lock?.set?.({ key: '', storedAt: 0, tags: [], value: 'own' }, builtInTypes)).toBe(true)
    await lock?.release()
    expect(await getValue(store, address)).toBe('own')
    expect(readdirSync(directory).sort()).toEqual(['rates.json', 'rates.json.cachetta-entry'])
  })

  it('never displace a file that is not an entry', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'notes.json'), '{}')
    const below = addressOf(join(directory, 'notes.json', 'parsed.json'))
    await expect(setValue(fileStore(), below, 1)).rejects.toMatchObject({ code: 'STORE' })
    expect(readFileSync(join(directory, 'notes.json'), 'utf8')).toBe('{}')
  })

  it('count once if the entry was written to its own place again', async () => {
    const directory = temporaryDirectory()
    const store = fileStore()
    const address = addressOf(join(directory, 'rates.json'))
    await setValue(store, address, 'new')
    writeFileSync(join(directory, 'rates.json.cachetta-entry'), readFileSync(address.path))
    expect(await collectAll(store.list(directory))).toHaveLength(1)
    await store.delete(address)
    expect(readdirSync(directory)).toEqual([])
  })
})

describe('a name that the store uses itself', () => {
  it.each(['.x.cachetta-lock', '.x.cachetta-0123abcd-12-abc1.tmp', 'x.cachetta-entry', '.x.cachetta-lock_'])(
    '%s is also the name of an entry',
    async (name) => {
      const directory = temporaryDirectory()
      const store = fileStore({ tagsPath: join(directory, 'tags') })
      const addresses = [
        addressOf(join(directory, name)),
        addressOf(join(directory, name), 'key'),
        addressOf(join(directory, name, 'below.json')),
      ]
      for (const address of addresses) await setValue(store, address, address.key, ['t'])
      const exact = exactAddressOf(join(directory, 'exact', name))
      await setValue(store, exact, 'exact', ['t'])
      await store.sweep?.(join(directory, name))
      await store.sweep?.(directory)
      for (const address of addresses) expect(await getValue(store, address)).toBe(address.key)
      const listed = await collectAll(store.list(join(directory, name)))
      const order = (list: unknown[]) => list.map((address) => JSON.stringify(address)).sort()
      expect(order(listed.map(({ address }) => address))).toEqual(order(addresses))
      expect(await collectAll(store.list(directory))).toHaveLength(4)
      expect((await collectAll(store.tagged?.('t'))).map(({ address }) => address)).toEqual([exact])
      for (const { path } of listed) expect(existsSync(path)).toBe(true)
    },
  )
})
