import fs, {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import { CachettaError, InvalidOptionError, StoreError } from '../../../src/errors.ts'
import type { Address } from '../../../src/key/address.ts'
import { fileStore } from '../../../src/store/file/file-store.ts'
import type { FileStoreOptions } from '../../../src/store/file/options.ts'
import { hostId } from '../../../src/store/file/system/process.ts'
import type { EntryStat, Store } from '../../../src/store/store.ts'
import { temporaryDirectory } from './processes.ts'

afterEach(() => vi.restoreAllMocks())

const at = (path: string, key = ''): Address => ({ path, key, exact: false })
const named = (path: string): Address => ({ path, key: 'k', exact: true })
const put = (store: Store, address: Address, value: unknown, tags: string[] = []) =>
  store.set(address, { key: address.key, storedAt: Date.now(), tags, value }, builtInTypes)
const get = async (store: Store, address: Address) => (await store.get(address, builtInTypes))?.value
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

async function all(found: AsyncIterable<EntryStat> | undefined): Promise<EntryStat[]> {
  const stats: EntryStat[] = []
  for await (const stat of found ?? []) stats.push(stat)
  return stats
}

function failing(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: told to fail`), { code })
}

describe('options', () => {
  it.each([
    [
      { durabel: true },
      'durabel: true was given, and fileStore has no such option; there are durable, maxBytes, maxEntries, tagsPath',
    ],
    [{ durable: 'yes' }, 'durable: "yes" was given; accepted is true or false'],
    [{ maxBytes: 0 }, 'maxBytes: 0 was given; accepted is a number of bytes of at least 1'],
    [{ maxEntries: Number.NaN }, 'maxEntries: NaN was given'],
    [{ tagsPath: '' }, 'tagsPath: "" was given; accepted is the path of a directory'],
  ])('refuses %j and says what is accepted', (options, message) => {
    const make = () => fileStore(options as FileStoreOptions)
    expect(make).toThrow(InvalidOptionError)
    expect(make).toThrow(message)
  })
})

describe('a file', () => {
  it('dates its entry by the time at which it was changed', async () => {
    const path = join(temporaryDirectory(), 'old.json')
    const store = fileStore()
    await put(store, at(path), 1)
    utimesSync(path, minutesAgo(5), minutesAgo(7))
    const { datedAt } = (await store.get(at(path), builtInTypes)) ?? {}
    expect(datedAt).toBe(Math.floor(statSync(path).mtimeMs))
    expect(store.sync?.stat(at(path))?.datedAt).toBe(datedAt)
  })

  it('is made again with its directory, when that was deleted meanwhile', async () => {
    const directory = join(temporaryDirectory(), 'a', 'b')
    const store = fileStore()
    for (const set of [put, async (...[, address]: Parameters<typeof put>) => setSync(store, address)]) {
      await set(store, at(join(directory, 'e.json')), 1)
      expect(await get(store, at(join(directory, 'e.json')))).toBe(1)
      rmSync(directory, { recursive: true })
    }
  })

  it('leaves nothing beside it when it cannot be put in its place', async () => {
    const directory = temporaryDirectory()
    mkdirSync(join(directory, 'taken'))
    const setting = put(fileStore(), at(join(directory, 'taken')), 1)
    await expect(setting).rejects.toMatchObject({ name: 'StoreError', code: 'STORE', path: join(directory, 'taken') })
    expect(readdirSync(directory)).toEqual(['taken'])
  })

  it('is missing, and cannot be written, where a file is taken for a directory or a name is too long', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'file'), '')
    const store = fileStore()
    for (const name of ['file/entry.json', 'x'.repeat(300)]) {
      const address = at(join(directory, name))
      expect(await store.get(address, builtInTypes)).toBeNull()
      expect(await store.stat(address)).toBeNull()
      await expect(put(store, address, 1)).rejects.toThrow(StoreError)
      await store.delete(address)
    }
    expect(readdirSync(directory)).toEqual(['file'])
  })

  it('is an error, not a value, where a directory is in its place', async () => {
    const directory = temporaryDirectory()
    const store = fileStore()
    for (const read of [() => store.get(at(directory), builtInTypes), () => store.stat(at(directory))]) {
      await expect(read()).rejects.toMatchObject({ code: 'STORE', cause: { code: 'EISDIR' } })
    }
  })

  it('never gives another value after a byte of it was changed, or after it was cut', async () => {
    const path = join(temporaryDirectory(), 'flipped.json')
    const store = fileStore()
    const value = { text: 'Zoë', list: [1, 2.5, null, true], date: new Date(0) }
    await put(store, at(path), value)
    const whole = readFileSync(path)
    for (let index = 0; index < whole.length; index += 1) {
      const flipped = Buffer.from(whole)
      flipped[index] = (flipped[index] ?? 0) ^ (1 << (index % 8))
      for (const damaged of [flipped, whole.subarray(0, index)]) {
        writeFileSync(path, damaged)
        const answer = await store.get(at(path), builtInTypes).catch((error: unknown) => error)
        expect(answer === null || answer instanceof CachettaError, `byte ${index} of ${damaged}`).toBe(true)
      }
    }
  })

  it('keeps long and unusual names apart, and locks them', async () => {
    const directory = temporaryDirectory()
    const store = fileStore()
    const names = ['é'.repeat(120), `${'é'.repeat(119)}e.a`, 'x'.repeat(255), 'with space', '-', '.hidden']
    for (const name of names) await put(store, at(join(directory, name)), name)
    for (const name of names) expect(await get(store, at(join(directory, name)))).toBe(name)
    const locks = await Promise.all(names.map((name) => store.lock?.(at(join(directory, name)), false)))
    expect(locks.every((lock) => lock)).toBe(true)
  })
})

function setSync(store: Store, address: Address): void {
  store.sync?.set(address, { key: address.key, storedAt: 0, tags: [], value: 1 }, builtInTypes)
}

describe('a system under pressure', () => {
  it('is asked again for a descriptor, both ways', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    const store = fileStore()
    await put(store, at(path), 1)
    const { open, openSync } = fs
    let failures = 0
    vi.spyOn(fs, 'openSync').mockImplementation((...given) => {
      failures += 1
      if (failures <= 2) throw failing('EMFILE')
      return openSync(...given)
    })
    expect(store.sync?.get(at(path), builtInTypes)?.value).toBe(1)
    failures = 0
    vi.spyOn(fs, 'open').mockImplementation(((...given: Parameters<typeof open>) => {
      const done = given.at(-1) as unknown as (error: Error) => void
      failures += 1
      if (failures <= 2) return done(failing('ENFILE'))
      return open(...given)
    }) as typeof open)
    expect(await get(store, at(path))).toBe(1)
  })

  it.each(['EPERM', 'EBUSY', 'EACCES'])(
    'is asked again to rename on Windows after %s, and only there',
    async (code) => {
      const path = join(temporaryDirectory(), 'e.json')
      const { rename } = fs
      let failures = 0
      vi.spyOn(fs, 'rename').mockImplementation(((from: string, to: string, done: (error: Error | null) => void) => {
        failures += 1
        if (failures <= 2) return done(failing(code))
        return rename(from, to, done)
      }) as typeof rename)
      const platform = vi.spyOn(process, 'platform', 'get')
      platform.mockReturnValue('linux')
      await expect(put(fileStore(), at(path), 1)).rejects.toThrow(code)
      failures = 0
      platform.mockReturnValue('win32')
      await put(fileStore(), at(path), 1)
      expect(await get(fileStore(), at(path))).toBe(1)
    },
  )

  it('writes through to the disk with durable alone', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    const fsync = vi.spyOn(fs, 'fsync')
    await put(fileStore(), at(path), 1)
    expect(fsync).not.toHaveBeenCalled()
    await put(fileStore({ durable: true }), at(path), 1)
    // The file, and the directory that names it.
    expect(fsync).toHaveBeenCalledTimes(2)
  })
})

describe('list', () => {
  it('passes over what is no entry, and looks like one', async () => {
    const directory = temporaryDirectory()
    const store = fileStore()
    const base = join(directory, 'users.json')
    await put(store, at(base, '1'), 1)
    await put(store, at(join(base, '..', 'other.json'), '1'), 2)
    mkdirSync(join(directory, 'users-0123456789abcdef.json'))
    writeFileSync(join(directory, 'users-fedcba9876543210.json'), '{"not":"ours"}')
    writeFileSync(join(directory, 'users-1111111111111111.json'), readFileSync(store.locate?.(at(base, '1')) ?? ''))
    await store.lock?.(at(base, '2'), false)
    await put(store, at(join(base, '..', 'users', 'e.json')), 1)
    const unfinished = `.e.json.cachetta-${hostId()}-${process.pid}-abc1.tmp`
    writeFileSync(join(directory, 'users', unfinished), readFileSync(join(directory, 'users', 'e.json')))
    expect(await all(store.list(join(directory, 'users')))).toHaveLength(1)
    expect((await all(store.list(base))).map(({ key }) => key)).toEqual(['1'])
  })

  it('closes the directory when its reader stops, both ways', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    const store = fileStore()
    for (const key of ['1', '2']) await put(store, at(path, key), 1)
    const closes = [vi.spyOn(fs.Dir.prototype, 'close'), vi.spyOn(fs.Dir.prototype, 'closeSync')]
    for await (const _ of store.list(path)) break
    for (const _ of store.sync?.list(path) ?? []) break
    for (const close of closes) expect(close).toHaveBeenCalled()
  })

  it('tells headers that are longer than the first bytes of a file', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    const store = fileStore()
    const key = `${'é🦔'.repeat(5_000)}!`
    await put(store, at(path, key), 1)
    expect((await store.stat(at(path, key)))?.key).toBe(key)
  })
})

describe('sweep', () => {
  const temporary = (name: string, host: string, pid: number) => `.${name}.cachetta-${host}-${pid}-abc1.tmp`
  const nobody = 2 ** 30

  it('removes what a dead process left, at once, and what nobody writes any more', async () => {
    const directory = temporaryDirectory()
    const left = [
      temporary('a', hostId(), nobody),
      temporary('b', 'ffffffff', 1),
      temporary('c', hostId(), process.pid),
    ]
    const kept = [temporary('d', hostId(), process.pid), temporary('e', 'ffffffff', 1), '.f.tmp', 'g.tmp']
    mkdirSync(join(directory, 'c', 'sub'), { recursive: true })
    for (const name of [...left, ...kept]) writeFileSync(join(directory, 'c', 'sub', name), '')
    for (const name of [left[1], left[2]])
      utimesSync(join(directory, 'c', 'sub', name ?? ''), minutesAgo(2), minutesAgo(2))
    writeFileSync(join(directory, temporary('c', hostId(), nobody)), '')
    await fileStore().sweep?.(join(directory, 'c'))
    expect(readdirSync(join(directory, 'c', 'sub')).sort()).toEqual([...kept].sort())
    expect(readdirSync(directory)).toEqual(['c'])
  })

  it('removes locks and claims of the dead, and no stranger that is called lock', async () => {
    const directory = temporaryDirectory()
    const dead = JSON.stringify({ cachetta: 'lock', token: '0123456789ab', pid: nobody, host: hostId(), replaces: [] })
    const names = ['e.json.lock', 'e.json.lock.ba9876543210', 'yarn.lock', 'other.lock', 'f.json.lock']
    const contents = [dead, dead, '# yarn', '', dead]
    for (const [index, name] of names.entries()) writeFileSync(join(directory, name), contents[index] ?? '')
    const store = fileStore()
    const lock = await store.lock?.(at(join(directory, 'e.json'), 'live'), false)
    await store.sweep?.(join(directory, 'e.json'))
    await store.sweep?.(join(directory, 'yarn'))
    expect(await lock?.isHeld()).toBe(true)
    await lock?.release()
    expect(readdirSync(directory).sort()).toEqual(['f.json.lock', 'other.lock', 'yarn.lock'])
  })
})

describe('lock', () => {
  it("is refused where a stranger's file has its name, and that file stays", async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'yarn.lock'), '# yarn')
    const store = fileStore()
    await expect(store.lock?.(at(join(directory, 'yarn')), true)).rejects.toThrow('is not a lock of Cachetta')
    await store.delete(at(join(directory, 'yarn')))
    expect(readFileSync(join(directory, 'yarn.lock'), 'utf8')).toBe('# yarn')
  })

  it('says who holds it, and goes with its release', async () => {
    const path = join(temporaryDirectory(), 'new', 'e.json')
    const lock = await fileStore().lock?.(at(path), false)
    expect(JSON.parse(readFileSync(`${path}.lock`, 'utf8'))).toMatchObject({ cachetta: 'lock', pid: process.pid })
    await lock?.release()
    expect(existsSync(`${path}.lock`)).toBe(false)
  })
})

describe('limits', () => {
  const keysIn = async (store: Store, path: string) => (await all(store.list(path))).map(({ key }) => key).sort()

  /** Ages an entry: its last use lies `minutes` back. */
  function age(store: Store, address: Address, minutes: number): void {
    utimesSync(store.locate?.(address) ?? '', minutesAgo(minutes), minutesAgo(minutes))
  }

  it('let the least recently used entry go, and reading is use', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    const store = fileStore({ maxEntries: 4 })
    for (const [index, key] of ['a', 'b', 'c', 'd'].entries()) {
      await put(store, at(path, key), key)
      age(store, at(path, key), 10 - index)
    }
    const before = await store.get(at(path, 'a'), builtInTypes)
    await put(store, at(path, 'e'), 'e')
    expect(await keysIn(store, path)).toEqual(['a', 'c', 'd', 'e'])
    // Use is not change: the entry is as old as it was.
    expect((await store.get(at(path, 'a'), builtInTypes))?.datedAt).toBeCloseTo(before?.datedAt ?? 0, 2)
  })

  it('count bytes, as one store and as several', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    const stores = [fileStore({ maxBytes: 50_000 }), fileStore({ maxBytes: 50_000 })]
    for (let index = 0; index < 200; index += 1) {
      for (const [number, store] of stores.entries())
        await put(store, at(path, `${number}-${index}`), 'x'.repeat(1_000))
    }
    const bytes = (await all(stores[0]?.list(path))).reduce((sum, { size }) => sum + size, 0)
    // Each may add a fifth before it looks at what the other did.
    expect(bytes).toBeLessThanOrEqual(60_000)
    expect(bytes).toBeGreaterThan(40_000)
  })

  it('keep what was there before the process began within the limit, too', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    for (let index = 0; index < 30; index += 1) await put(fileStore(), at(path, `old${index}`), index)
    const store = fileStore({ maxEntries: 10 })
    await put(store, at(path, 'new'), 1)
    const keys = await keysIn(store, path)
    expect(keys).toHaveLength(9)
    expect(keys).toContain('new')
  })

  it('leave all that is no entry where it is', async () => {
    const directory = temporaryDirectory()
    const foreign = ['package.json', 'data.bin', 'e.json.txt']
    for (const name of foreign) writeFileSync(join(directory, name), 'x'.repeat(1_000))
    const store = fileStore({ maxBytes: 500, maxEntries: 2 })
    for (let index = 0; index < 20; index += 1) await put(store, at(join(directory, 'e.json'), String(index)), index)
    expect(readdirSync(directory)).toEqual(expect.arrayContaining(foreign))
    expect(readdirSync(directory)).toHaveLength(
      foreign.length + (await keysIn(store, join(directory, 'e.json'))).length,
    )
  })

  it('count and remove nothing that is still being written', async () => {
    const directory = temporaryDirectory()
    const store = fileStore({ maxEntries: 2 })
    await put(store, at(join(directory, 'e.json'), '0'), 0)
    const unfinished = join(directory, `.e.json.cachetta-${hostId()}-${process.pid}-abc1.tmp`)
    writeFileSync(unfinished, readFileSync(store.locate?.(at(join(directory, 'e.json'), '0')) ?? ''))
    utimesSync(unfinished, minutesAgo(1), minutesAgo(1))
    for (const key of ['1', '2', '3']) await put(store, at(join(directory, 'e.json'), key), key)
    expect(existsSync(unfinished)).toBe(true)
  })

  it('take no look at all entries per write', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    const looks = vi.spyOn(fs, 'opendir')
    const unlimited = fileStore()
    for (let index = 0; index < 20; index += 1) await put(unlimited, at(path, String(index)), index)
    expect(looks).not.toHaveBeenCalled()
    const store = fileStore({ maxEntries: 200 })
    for (let index = 0; index < 600; index += 1) await put(store, at(path, String(index)), index)
    expect(looks.mock.calls.length).toBeGreaterThan(0)
    expect(looks.mock.calls.length).toBeLessThanOrEqual(1 + 600 / 20)
    expect((await keysIn(store, path)).length).toBeLessThanOrEqual(200)
    const bytes = fileStore({ maxBytes: 100_000 })
    await put(bytes, at(path, '599'), 'x'.repeat(1_000))
    looks.mockClear()
    for (let index = 0; index < 100; index += 1) await put(store, at(path, '599'), index)
    for (let index = 0; index < 200; index += 1) await put(bytes, at(path, '599'), 'x'.repeat(1_000))
    expect(looks).not.toHaveBeenCalled()
  })
})

describe('tags of entries that a path function named', () => {
  it('are found by another store, wherever the entries lie', async () => {
    const directory = temporaryDirectory()
    const options = { tagsPath: join(directory, 'tags') }
    await put(fileStore(options), named(join(directory, 'x', 'one.json')), 1, ['t', 'u'])
    setTagged(fileStore(options), named(join(directory, 'two.json')))
    await put(fileStore(options), at(join(directory, 'literal.json')), 3, ['t'])
    const found = await all(fileStore(options).tagged?.('t'))
    expect(found.map(({ path }) => path).sort()).toEqual([
      join(directory, 'two.json'),
      join(directory, 'x', 'one.json'),
    ])
    expect(found.map(({ address }) => address.exact)).toEqual([true, true])
  })

  it('are forgotten once their entry is long gone, and not while it may just be written', async () => {
    const directory = temporaryDirectory()
    const store = fileStore({ tagsPath: join(directory, 'tags') })
    await put(store, named(join(directory, 'e.json')), 1, ['t'])
    await store.delete(named(join(directory, 'e.json')))
    const records = () =>
      readdirSync(join(directory, 'tags'), { recursive: true })
        .map(String)
        .filter((name) => name.endsWith('.json'))
    expect(await all(store.tagged?.('t'))).toEqual([])
    expect(records()).toHaveLength(1)
    for (const record of records()) utimesSync(join(directory, 'tags', record), minutesAgo(2), minutesAgo(2))
    expect(await all(store.tagged?.('t'))).toEqual([])
    expect(records()).toEqual([])
  })

  it('pass over records that are damaged', async () => {
    const directory = temporaryDirectory()
    const store = fileStore({ tagsPath: join(directory, 'tags') })
    await put(store, named(join(directory, 'e.json')), 1, ['t'])
    const [folder = ''] = readdirSync(join(directory, 'tags'))
    writeFileSync(join(directory, 'tags', folder, 'damaged.json'), '{"tag":"t"')
    expect(await all(store.tagged?.('t'))).toHaveLength(1)
  })
})

function setTagged(store: Store, address: Address): void {
  store.sync?.set(address, { key: address.key, storedAt: 0, tags: ['t'], value: 1 }, builtInTypes)
}
