import type { PathLike } from 'node:fs'
import fs, { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { builtInTypes } from '../../../../src/entry/allowed-types.ts'
import { StoreError } from '../../../../src/errors.ts'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import { lockDirectoryOf } from '../../../../src/store/file/lock/holder-name.ts'
import { getHostId } from '../../../../src/store/file/system/process.ts'
import type { Lock, Store, SyncLock } from '../../../../src/store/store.ts'
import { addressOf, createSystemError, exactAddressOf, getValue, setValue, setValueSync } from '../support/entries.ts'
import { temporaryDirectory } from '../support/processes.ts'

afterEach(() => vi.restoreAllMocks())

const deadHolder = `0123456789ab-${2 ** 30}-${2 ** 30}-${getHostId()}`

function createDeadLock(path: string): void {
  mkdirSync(lockDirectoryOf(path), { recursive: true })
  writeFileSync(join(lockDirectoryOf(path), deadHolder), '')
}

describe('a lock', () => {
  it('is a directory that names its holder, and is removed when the holder releases it', async () => {
    const path = join(temporaryDirectory(), 'new', 'e.json')
    const lock = await fileStore().lock?.(addressOf(path), false)
    expect(readdirSync(lockDirectoryOf(path))).toEqual([expect.stringContaining(`-${process.pid}-`)])
    await lock?.release()
    expect(existsSync(lockDirectoryOf(path))).toBe(false)
  })

  it('cannot be taken if another program has files there, and they stay', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    mkdirSync(lockDirectoryOf(path))
    writeFileSync(join(lockDirectoryOf(path), 'notes.txt'), 'mine')
    const store = fileStore()
    expect(() => store.sync?.lock?.(addressOf(path))).toThrow('did not create')
    await store.delete(addressOf(path))
    expect(readFileSync(join(lockDirectoryOf(path), 'notes.txt'), 'utf8')).toBe('mine')
  })

  it('does not collide with an entry named like a lock file', async () => {
    const path = join(temporaryDirectory(), 'x')
    const store = fileStore()
    await setValue(store, addressOf(`${path}.lock`), 'value')
    const lock = await store.lock?.(addressOf(path), false)
    expect(await lock?.isHeld()).toBe(true)
    await lock?.release()
    expect(await getValue(store, addressOf(`${path}.lock`))).toBe('value')
  })

  it('is free if a crash left its directory empty', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    mkdirSync(lockDirectoryOf(path))
    expect(await (await fileStore().lock?.(addressOf(path), false))?.isHeld()).toBe(true)
  })

  it('is taken where a timer is a number, as in jsdom', async () => {
    vi.spyOn(globalThis, 'setInterval').mockReturnValue(1 as never)
    const lock = await fileStore().lock?.(addressOf(join(temporaryDirectory(), 'e.json')), false)
    expect(await lock?.isHeld()).toBe(true)
    await lock?.release()
  })

  it('keeps the result of the computation that began last, whichever ends first', async () => {
    const address = addressOf(join(temporaryDirectory(), 'e.json'))
    const shareAndSet = async (laterEndsFirst: boolean) => {
      const [earlier, later] = [await fileStore().share?.(address), await fileStore().share?.(address)]
      const order = laterEndsFirst
        ? ([
            [later, 'later'],
            [earlier, 'earlier'],
          ] as const)
        : ([
            [earlier, 'earlier'],
            [later, 'later'],
          ] as const)
      const isKept: unknown[] = []
      for (const [lock, value] of order) isKept.push(await lock?.set?.(resultOf(value), builtInTypes))
      await Promise.all([earlier?.release(), later?.release()])
      return [isKept, await getValue(fileStore(), address)]
    }
    expect(await shareAndSet(true)).toEqual([[true, false], 'later'])
    expect(await shareAndSet(false)).toEqual([[true, true], 'later'])
  })

  it('is shared after the time that the caller waits for its holder', async () => {
    const address = addressOf(join(temporaryDirectory(), 'e.json'))
    const store = fileStore()
    const held = await store.lock?.(address, true)
    const shared = await store.lock?.(address, 30)
    expect([held?.isShared, shared?.isShared]).toEqual([false, true])
    expect(await held?.isHeld()).toBe(true)
    expect(await shared?.isHeld()).toBe(true)
    await shared?.release()
    await held?.release()
    expect(readdirSync(dirname(address.path))).toEqual([])
  })
})

const resultOf = (value: unknown, tags: string[] = []) => ({ key: '', storedAt: 0, tags, value })

/** Both ways to hold a lock and to store the result. */
const waysToStore: [title: string, take: (store: Store, path: string) => Promise<Lock | null | undefined>][] = [
  ['of the only holder', async (store, path) => store.lock?.(addressOf(path), false)],
  [
    'of one of two holders',
    async (store, path) => {
      await fileStore().lock?.(addressOf(path), false)
      return store.share?.(addressOf(path))
    },
  ],
]

describe.each(waysToStore)('the result %s', (_title, take) => {
  const start = async () => {
    const path = join(temporaryDirectory(), 'base', 'e.json')
    const store = fileStore()
    const lock = await take(store, path)
    const store2 = fileStore() // stands for another process
    return { path, lock, other: store2, read: () => getValue(store2, addressOf(path)) }
  }

  it('is stored, and the lock leaves nothing behind', async () => {
    const { lock, read } = await start()
    expect(await lock?.set?.(resultOf(1), builtInTypes)).toBe(true)
    await lock?.release()
    expect(await read()).toBe(1)
  })

  it.each<[string, (other: Store, path: string) => Promise<void> | undefined]>([
    ['a delete of the missing entry', (other, path) => other.delete(addressOf(path))],
    ['the end of all computations under the base', (other, path) => other.endComputations?.(dirname(path))],
    ['the end of those with one of its tags', (other, path) => other.endComputations?.(dirname(path), ['x', 'a'])],
  ])('is not stored after %s', async (_change, change) => {
    const { path, lock, other, read } = await start()
    await change(other, path)
    expect(await lock?.isHeld(['a'])).toBe(false)
    expect(await lock?.set?.(resultOf(1, ['a']), builtInTypes)).toBe(false)
    await lock?.release()
    expect(await read()).toBeUndefined()
  })

  it('does not replace what another process has written meanwhile', async () => {
    const { path, lock, other, read } = await start()
    await setValue(other, addressOf(path), 'written')
    expect(await lock?.set?.(resultOf('computed'), builtInTypes)).toBe(false)
    await lock?.release()
    expect(await read()).toBe('written')
  })

  it('is stored after an invalidation of other tags, and of more of them than a name can carry it is not', async () => {
    const { path, lock, other, read } = await start()
    await other.endComputations?.(dirname(path), ['b'])
    await other.endComputations?.(dirname(path), ['c', 'b'])
    expect(await lock?.isHeld(['a'])).toBe(true)
    expect(await lock?.set?.(resultOf(1, ['a']), builtInTypes)).toBe(true)
    await lock?.release()
    expect(await read()).toBe(1)

    const next = await fileStore().share?.(addressOf(path))
    await other.endComputations?.(
      dirname(path),
      Array.from({ length: 40 }, (_, index) => `tag ${index}`),
    )
    expect(await next?.isHeld(['a'])).toBe(false)
  })
})

it('ends the right of a computation whose path a path function returned by its tags', async () => {
  const directory = temporaryDirectory()
  const options = { tagsPath: join(directory, 'tags') }
  const address = exactAddressOf(join(directory, 'elsewhere', 'e.json'))
  const lock = await fileStore(options).lock?.(address, true)
  await fileStore(options).endComputations?.(undefined, ['b'])
  expect(await lock?.isHeld(['a'])).toBe(true)
  await fileStore(options).endComputations?.(undefined, ['a'])
  expect(await lock?.set?.({ ...resultOf(1, ['a']), key: 'k' }, builtInTypes)).toBe(false)
  await lock?.release()
  expect(existsSync(join(directory, 'tags', 'running'))).toBe(false)
})

/** Creating a registration fails from now on. */
function failOpens(code: string): void {
  vi.spyOn(fs, 'openSync').mockImplementation(() => {
    throw createSystemError(code)
  })
  const fail = ((_file: string, _flags: unknown, done: (error: Error) => void) =>
    done(createSystemError(code))) as never
  vi.spyOn(fs, 'open').mockImplementation(fail)
}

const waysToLock: [title: string, lock: (path: string) => Promise<unknown>][] = [
  ['with promises', async (path) => fileStore().lock?.(addressOf(path), true)],
  ['without promises', async (path) => fileStore().sync?.lock?.(addressOf(path))],
]

describe.each(waysToLock)('a lock that could not be created, %s', (_title, lock) => {
  it.each(['ENOSPC', 'EIO', 'EDQUOT'])('leaves nothing behind (%s), and can be taken later', async (code) => {
    const directory = temporaryDirectory()
    const path = join(directory, 'e.json')
    failOpens(code)
    await expect(lock(path)).rejects.toThrow(StoreError)
    await expect(lock(path)).rejects.toMatchObject({ cause: { code } })
    expect(readdirSync(directory)).toEqual([])
    vi.restoreAllMocks()
    expect(await lock(path)).not.toBeNull()
  })

  it('leaves a dead lock that the next process can replace', async () => {
    const directory = temporaryDirectory()
    const path = join(directory, 'e.json')
    createDeadLock(path)
    failOpens('ENOSPC')
    await expect(lock(path)).rejects.toMatchObject({ cause: { code: 'ENOSPC' } })
    vi.restoreAllMocks()
    expect(await lock(path)).not.toBeNull()
    expect(readdirSync(lockDirectoryOf(path)).length).toBe(1)
  })

  it('leaves the lock of another holder in place', async () => {
    const path = join(temporaryDirectory(), 'e.json')
    const held = await fileStore().lock?.(addressOf(path), false)
    failOpens('ENOSPC')
    await expect(fileStore().lock?.(addressOf(path), false)).rejects.toThrow(StoreError)
    expect(await held?.isHeld()).toBe(true)
  })
})

describe.each(['set', 'setSync'] as const)('%s', (verb) => {
  it('wins over a computation that begins when the lock is broken, and before the file is there', async () => {
    const [writer, worker] = [fileStore(), fileStore()]
    const address = addressOf(join(temporaryDirectory(), 'a.json'), '1')
    const locks: (SyncLock | null | undefined)[] = [worker.sync?.lock?.(address, 0)]
    const { rename, renameSync } = fs
    const file = writer.locate?.(address)
    const beginBefore = (to: PathLike): void => {
      if (to === file && locks.length === 1) locks.push(worker.sync?.lock?.(address, 0))
    }
    vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      beginBefore(to)
      renameSync(from, to)
    })
    vi.spyOn(fs, 'rename').mockImplementation((from, to, done) => {
      beginBefore(to)
      rename(from, to, done)
    })
    if (verb === 'set') await setValue(writer, address, 'written')
    else setValueSync(writer, address, 'written')
    expect(locks).toHaveLength(2)
    for (const lock of locks) {
      expect(lock?.isHeld()).toBe(false)
      expect(lock?.set?.({ key: '1', storedAt: Date.now(), tags: [], value: 'computed' }, builtInTypes)).toBe(false)
      lock?.release()
    }
    expect(await getValue(worker, address)).toBe('written')
  })
})
