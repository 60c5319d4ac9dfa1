import fs, { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { builtInTypes } from '../../../../src/entry/allowed-types.ts'
import { Cachetta, setLogger } from '../../../../src/index.ts'
import type { Address } from '../../../../src/key/address.ts'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { getHostId } from '../../../../src/store/file/system/process.ts'
import type { Store } from '../../../../src/store/store.ts'
import { addressOf, collectAll, minutesAgo, setValue, setValueSync } from '../support/entries.ts'
import { temporaryDirectory } from '../support/processes.ts'

afterEach(() => vi.restoreAllMocks())

describe('eviction', () => {
  const keysIn = async (store: Store, path: string) => (await collectAll(store.list(path))).map(({ key }) => key).sort()

  /** Sets the last use of an entry to some minutes ago. */
  function age(store: Store, address: Address, minutes: number): void {
    utimesSync(store.locate?.(address) ?? '', minutesAgo(minutes), minutesAgo(minutes))
  }

  it('removes the least recently used entry, and a read is a use', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    const store = fileStore({ maxEntries: 4 })
    for (const [index, key] of ['a', 'b', 'c', 'd'].entries()) {
      await setValue(store, addressOf(path, key), key)
      age(store, addressOf(path, key), 10 - index)
    }
    const before = await store.get(addressOf(path, 'a'), builtInTypes)
    await setValue(store, addressOf(path, 'e'), 'e')
    expect(await keysIn(store, path)).toEqual(['a', 'c', 'd', 'e'])
    // A use does not change the age of the entry.
    expect((await store.get(addressOf(path, 'a'), builtInTypes))?.datedAt).toBeCloseTo(before?.datedAt ?? 0, 2)
  })

  it('removes no item of an outbox', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    const store = fileStore({ maxEntries: 4 })
    const item = addressOf(path, 'outbox main 1')
    await setValue(store, item, 'item')
    age(store, item, 60)
    for (const [index, key] of ['a', 'b', 'c', 'd', 'e', 'f'].entries()) {
      await setValue(store, addressOf(path, key), key)
      age(store, addressOf(path, key), 10 - index)
    }
    expect(await keysIn(store, path)).toEqual(['c', 'd', 'e', 'f', 'outbox main 1'])
  })

  it('counts bytes, also those of another store', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    const stores = [fileStore({ maxBytes: 50_000 }), fileStore({ maxBytes: 50_000 })]
    for (let index = 0; index < 200; index += 1) {
      for (const [number, store] of stores.entries())
        await setValue(store, addressOf(path, `${number}-${index}`), 'x'.repeat(1_000))
    }
    const bytes = (await collectAll(stores[0]?.list(path))).reduce((sum, { size }) => sum + size, 0)
    // Each store may add a fifth of the limit before it counts what the other has added.
    expect(bytes).toBeLessThanOrEqual(60_000)
    expect(bytes).toBeGreaterThan(40_000)
  })

  it('refuses an entry that alone exceeds the limit, and evicts nothing', async () => {
    const directory = temporaryDirectory()
    const path = join(directory, 'e.json')
    const store = fileStore({ maxBytes: 20_000, tagsPath: join(directory, 'tags') })
    for (const key of ['a', 'b', 'c']) await setValue(store, addressOf(path, key), 'x'.repeat(5_000))
    const large = 'x'.repeat(20_000)
    const refused = { code: 'UNSAFE_TYPE', message: expect.stringContaining('exceeds maxBytes') }
    await expect(setValue(store, addressOf(path, 'd'), large, ['t'])).rejects.toMatchObject(refused)
    expect(() => setValueSync(store, addressOf(path, 'd'), large)).toThrow(expect.objectContaining(refused))
    const lock = await store.lock?.(addressOf(path, 'a'), true)
    const entry = { key: 'a', storedAt: 0, tags: [], value: large }
    await expect(lock?.set?.(entry, builtInTypes)).rejects.toMatchObject(refused)
    await lock?.release()
    expect(await keysIn(store, path)).toEqual(['a', 'b', 'c'])
  })

  it('keeps an entry that takes nearly the whole limit', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    const store = fileStore({ maxBytes: 20_000 })
    for (const key of ['a', 'b', 'c']) await setValue(store, addressOf(path, key), 'x'.repeat(5_000))
    await setValue(store, addressOf(path, 'large'), 'x'.repeat(19_000))
    expect(await keysIn(store, path)).toEqual(['large'])
  })

  it('says once that an entry is too large, and the function returns its value', async () => {
    const warnings: string[] = []
    const ignore = () => undefined
    setLogger({ debug: ignore, info: ignore, error: ignore, warn: (message) => void warnings.push(message) })
    onTestFinished(() => setLogger(console))
    const store = fileStore({ maxBytes: 1_000 })
    const cache = new Cachetta({ path: join(temporaryDirectory(), 'e.json'), store })
    const load = cache(async () => 'x'.repeat(2_000))
    for (let call = 0; call < 3; call += 1) expect(await load()).toHaveLength(2_000)
    expect(warnings).toEqual([expect.stringContaining('exceeds maxBytes')])
  })

  it('counts entries that are older than the process', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    for (let index = 0; index < 30; index += 1) await setValue(fileStore(), addressOf(path, `old${index}`), index)
    const store = fileStore({ maxEntries: 10 })
    await setValue(store, addressOf(path, 'new'), 1)
    const keys = await keysIn(store, path)
    expect(keys).toHaveLength(9)
    expect(keys).toContain('new')
  })

  it('leaves other files alone', async () => {
    const directory = temporaryDirectory()
    const foreign = ['package.json', 'data.bin', 'e.json.txt']
    for (const name of foreign) writeFileSync(join(directory, name), 'x'.repeat(1_000))
    const store = fileStore({ maxBytes: 500, maxEntries: 2 })
    for (let index = 0; index < 20; index += 1)
      await setValue(store, addressOf(join(directory, 'e.json'), String(index)), index)
    expect(readdirSync(directory)).toEqual(expect.arrayContaining(foreign))
    expect(readdirSync(directory)).toHaveLength(
      foreign.length + (await keysIn(store, join(directory, 'e.json'))).length,
    )
  })

  it.each([0, 1.5])(
    'neither counts nor removes an entry that is still being written, with %s ms for a file',
    async (ms) => {
      // A disk that is slow is asked on the threads of Node.
      const { openSync } = fs
      vi.spyOn(fs, 'openSync').mockImplementation((...args) => {
        for (const end = performance.now() + ms; performance.now() < end; );
        return openSync(...args)
      })
      const directory = temporaryDirectory()
      const store = fileStore({ maxEntries: 2 })
      await setValue(store, addressOf(join(directory, 'e.json'), '0'), 0)
      const unfinished = join(directory, `.e.json.cachetta-${getHostId()}-${process.pid}-abc1.tmp`)
      writeFileSync(unfinished, readFileSync(store.locate?.(addressOf(join(directory, 'e.json'), '0')) ?? ''))
      utimesSync(unfinished, minutesAgo(1), minutesAgo(1))
      for (const key of ['1', '2', '3']) await setValue(store, addressOf(join(directory, 'e.json'), key), key)
      expect(existsSync(unfinished)).toBe(true)
    },
  )

  it('does not scan all entries at each write', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    // A short call may be made on the calling thread.
    const spies = [vi.spyOn(fs, 'opendir'), vi.spyOn(fs, 'opendirSync')]
    const countScans = () => spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0)
    const unlimited = fileStore()
    for (let index = 0; index < 20; index += 1) await setValue(unlimited, addressOf(path, String(index)), index)
    expect(countScans()).toBe(0)
    const store = fileStore({ maxEntries: 200 })
    for (let index = 0; index < 600; index += 1) await setValue(store, addressOf(path, String(index)), index)
    expect(countScans()).toBeGreaterThan(0)
    expect(countScans()).toBeLessThanOrEqual(1 + 600 / 20)
    expect((await keysIn(store, path)).length).toBeLessThanOrEqual(200)
    const bytes = fileStore({ maxBytes: 100_000 })
    await setValue(bytes, addressOf(path, '599'), 'x'.repeat(1_000))
    for (const spy of spies) spy.mockClear()
    for (let index = 0; index < 100; index += 1) await setValue(store, addressOf(path, '599'), index)
    for (let index = 0; index < 200; index += 1) await setValue(bytes, addressOf(path, '599'), 'x'.repeat(1_000))
    expect(countScans()).toBe(0)
  })
})
