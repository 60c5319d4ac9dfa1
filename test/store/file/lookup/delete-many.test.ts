import fs, { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Cachetta, readCache, writeCache } from '../../../../src/index.ts'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import type { EntryStat } from '../../../../src/store/store.ts'
import { createDeferredFunction, flushPromises } from '../../../support/deferred.ts'
import { addressOf, collectAll, createSystemError, exactAddressOf, getValue, setValue } from '../support/entries.ts'
import { temporaryDirectory } from '../support/processes.ts'

afterEach(() => vi.restoreAllMocks())

const all = (): boolean => true

function waitForDisk(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

/** Lets each call to open or remove a file take so long that the store uses the threads of Node. */
function slowDown(): void {
  const { openSync } = fs
  vi.spyOn(fs, 'openSync').mockImplementation((...args) => {
    waitForDisk(1.5)
    return openSync(...args)
  })
  slowDownRemovals(1.5)
}

/** Lets each removal take so long that threads do the next ones, while this thread reads. */
function slowDownRemovals(ms = 0.4): void {
  const { unlinkSync } = fs
  vi.spyOn(fs, 'unlinkSync').mockImplementation((path) => {
    waitForDisk(ms)
    unlinkSync(path)
  })
}

describe.each([
  ['in turns of this thread', () => undefined],
  ['on a slow disk', slowDown],
  ['on a disk that removes slowly', () => slowDownRemovals()],
])('deletes of many entries, %s,', (_title, prepare) => {
  const start = async (keys: readonly string[] = ['1', '2', '3', '4', '5', '6', '7', '8']) => {
    const directory = temporaryDirectory()
    const store = fileStore()
    const base = join(directory, 'users.json')
    for (const key of keys) await setValue(store, addressOf(base, key), key)
    prepare()
    return { directory, store, base }
  }

  it('leave foreign files and entries of other bases alone', async () => {
    const { directory, store, base } = await start()
    const kept = [
      ['users-0123456789abcdef.json', '{"not":"ours"}'],
      ['users-1111111111111111.json', readFileSync(store.locate?.(addressOf(base, '1')) ?? '', 'utf8')],
      ['users.json', ''],
      ['notes.txt', 'mine'],
    ] as const
    for (const [name, text] of kept) writeFileSync(join(directory, name), text)
    mkdirSync(join(directory, 'users-fedcba9876543210.json'))
    const others = [addressOf(join(directory, 'other.json'), '1'), addressOf(join(directory, 'users-old.json'), '1')]
    for (const other of others) await setValue(store, other, 'kept')
    const within = [exactAddressOf(join(base, 'deep', 'e.json')), addressOf(join(base, 'f'), '1')]
    rmSync(join(directory, 'users.json'))
    for (const address of within) await setValue(store, address, 1)
    writeFileSync(join(base, 'mine.txt'), 'mine')
    await store.deleteAll?.(base)
    expect(await collectAll(store.list(base))).toEqual([])
    for (const other of others) expect(await getValue(store, other)).toBe('kept')
    for (const [name, text] of kept) {
      if (name !== 'users.json') expect(readFileSync(join(directory, name), 'utf8')).toBe(text)
    }
    expect(readFileSync(join(base, 'mine.txt'), 'utf8')).toBe('mine')
    expect(existsSync(join(directory, 'users-fedcba9876543210.json'))).toBe(true)
  })

  it('delete an entry that is beside the directory with its name, and one that hides behind another', async () => {
    const { directory, store } = await start([])
    const [at, hidden] = [addressOf(join(directory, 'b', 'at')), addressOf(join(directory, 'b', 'hidden'))]
    for (const address of [at, hidden]) {
      await setValue(store, address, 'old')
      await setValue(store, addressOf(join(address.path, 'below')), 'below')
    }
    rmSync(hidden.path, { recursive: true })
    await setValue(store, hidden, 'in its own place')
    await store.deleteAll?.(join(directory, 'b'))
    await setValue(store, addressOf(join(hidden.path, 'below')), 'makes it a directory again')
    expect([await getValue(store, at), await getValue(store, hidden)]).toEqual([undefined, undefined])
  })

  it('continue after an entry that cannot be deleted, and reject with its file', async () => {
    const { store, base } = await start()
    const file = store.locate?.(addressOf(base, '3')) ?? ''
    const { unlink } = fs
    const unlinkSync = vi.mocked(fs.unlinkSync).getMockImplementation?.() ?? fs.unlinkSync // the slow one
    const fail = (path: fs.PathLike): void => {
      if (path === file) throw createSystemError('EACCES')
    }
    vi.spyOn(fs, 'unlinkSync').mockImplementation((path) => {
      fail(path)
      unlinkSync(path)
    })
    vi.spyOn(fs, 'unlink').mockImplementation((path, done) => {
      if (path === file) done(createSystemError('EACCES'))
      else unlink(path, done)
    })
    await expect(store.deleteAll?.(base)).rejects.toThrow(file)
    expect((await collectAll(store.list(base))).map(({ key }) => key)).toEqual(['3'])
    expect(() => store.sync?.deleteAll?.(base)).toThrow(file)
  })

  it('do not delete what is set after the entry was shown', async () => {
    const { store, base } = await start()
    const setting: Promise<void>[] = []
    await store.deleteWhere?.(base, ({ address }) => {
      queueMicrotask(() => setting.push(setValue(store, address, 'new')))
      return true
    })
    await Promise.all(setting)
    expect(setting.length).toBe(8)
    for (const { address } of await collectAll(store.list(base))) expect(await getValue(store, address)).toBe('new')
    expect(await collectAll(store.list(base))).toHaveLength(8)
  })

  it('show an entry that is being set as it is after that', async () => {
    const { store, base } = await start()
    const settings = ['1', '2', 'first'].map((key) => setValue(store, addressOf(base, key), 'x'.repeat(10_000)))
    const sizes = new Map<string, number>()
    await store.deleteWhere?.(base, ({ key, size }: EntryStat) => {
      sizes.set(key, size)
      return size > 10_000
    })
    await Promise.all(settings)
    expect(sizes.size).toBe(9)
    expect((await collectAll(store.list(base))).map(({ key }) => key).sort()).toEqual(['3', '4', '5', '6', '7', '8'])
  })

  it('let other calls run meanwhile, and end when all entries are gone', async () => {
    const { directory, store, base } = await start(Array.from({ length: 400 }, (_, index) => String(index)))
    const order: string[] = []
    const deleting = store.deleteWhere?.(base, all).then(() => order.push('deleted'))
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    order.push('three turns')
    await deleting
    expect(order).toEqual(['three turns', 'deleted'])
    expect(readdirSync(directory)).toEqual([])
  })
})

it('a write waits for the thread that removes its old entry', async () => {
  const store = fileStore()
  const base = join(temporaryDirectory(), 'users.json')
  const addresses = Array.from({ length: 30 }, (_, index) => addressOf(base, String(index)))
  for (const address of addresses) await setValue(store, address, 'old')
  slowDownRemovals()
  const { unlink } = fs
  vi.spyOn(fs, 'unlink').mockImplementation(async (path, done) => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    unlink(path, done)
  })
  const setting: Promise<void>[] = []
  await store.deleteWhere?.(base, ({ address }) => {
    queueMicrotask(() => setting.push(setValue(store, address, 'new')))
    return true
  })
  await Promise.all(setting)
  expect(await Promise.all(addresses.map((address) => getValue(store, address)))).toEqual(addresses.map(() => 'new'))
})

it('invalidateAll ends computations of other processes, of entries that exist and of new ones', async () => {
  const directory = temporaryDirectory()
  const path = join(directory, 'cache', 'users.json')
  const [own, other] = [fileStore(), fileStore()].map((store) => new Cachetta({ path, store }))
  if (own === undefined || other === undefined) return expect.unreachable()
  await writeCache(own, 'old', 1)
  const { fn, calls } = createDeferredFunction<[number], string>()
  const getUser = other.copy({ read: false })(fn)
  const computed = [getUser(1), getUser(2)]
  while (calls.length < 2) await new Promise((resolve) => setImmediate(resolve))
  await own.invalidateAll()
  for (const call of calls) call.resolve('from before')
  expect(await Promise.all(computed)).toEqual(['from before', 'from before'])
  expect([await readCache(own, 1), await readCache(other, 2)]).toEqual([null, null])
  expect(readdirSync(join(directory, 'cache'))).toEqual([])
})

it('a computation that begins after the invalidation is stored', async () => {
  const path = join(temporaryDirectory(), 'users.json')
  const [own, other] = [new Cachetta({ path, store: fileStore() }), new Cachetta({ path, store: fileStore() })]
  for (const key of [1, 2, 3]) await writeCache(own, 'old', key)
  await own.invalidateAll()
  const { fn, calls } = createDeferredFunction<[number], string>()
  const computed = other(fn)(1)
  while (calls.length < 1) await new Promise((resolve) => setImmediate(resolve))
  calls[0]?.resolve('new')
  await computed
  await flushPromises()
  expect(await readCache(own, 1)).toBe('new')
})
