import { appendFileSync, existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { builtInTypes } from '../../../../src/entry/allowed-types.ts'
import { Cachetta, fileStore, writeCache } from '../../../../src/index.ts'
import { fs } from '../../../../src/store/file/system/process.ts'
import type { Change, Store } from '../../../../src/store/store.ts'
import { temporaryDirectory } from '../support/processes.ts'

const end = { path: '/end', key: '', exact: true }
const isEnd = ({ address }: Change) => address?.path === end.path

/** Two stores that share a directory, as two processes do, and what each of them hears. */
function createPair() {
  const directory = temporaryDirectory()
  const tagsPath = join(directory, 'tags')
  const log = join(tagsPath, 'changes/log')
  const open = () => fileStore({ tagsPath, watch: true })
  return { directory, tagsPath, log, ours: open(), other: open(), open }
}

function listen(store: Store) {
  const changes: Change[] = []
  const stop = store.subscribe?.((change) => changes.push(change)) ?? expect.fail('it has no changes')
  onTestFinished(stop)
  const waitFor = (matches: (change: Change) => boolean) =>
    vi.waitFor(() => changes.find(matches) ?? expect.fail('it has not heard it'), { timeout: 5_000, interval: 1 })
  return { changes, stop, waitFor }
}

/** Resolves with the changes that a store has heard, once it has heard of a delete by `other`. */
async function collectUntilEnd({ changes, waitFor }: ReturnType<typeof listen>, other: Store): Promise<Change[]> {
  await other.delete(end)
  await waitFor(isEnd)
  return changes.filter((change) => !isEnd(change))
}

const entry = { key: '1', storedAt: 1, tags: ['t'], value: 'a value' }

describe('a watched store tells the others of', () => {
  const directory = '/nowhere'
  const verbs: Record<string, (store: Store, address: Change['address'] & object) => unknown> = {
    set: (store, address) => store.set(address, entry, builtInTypes),
    'set, synchronously': (store, address) => store.sync?.set(address, entry, builtInTypes),
    delete: (store, address) => store.delete(address),
    'delete, synchronously': (store, address) => store.sync?.delete(address),
    'set by a lock': async (store, address) => {
      const lock = await store.lock?.(address, false)
      await lock?.set?.(entry, builtInTypes)
      await lock?.release()
    },
    'set by a synchronous lock': (store, address) => {
      const lock = store.sync?.lock?.(address, false)
      lock?.set?.(entry, builtInTypes)
      lock?.release()
    },
    deleteAll: (store, { path }) => store.deleteAll?.(path),
    'deleteAll, synchronously': (store, { path }) => store.sync?.deleteAll?.(path),
    endComputations: (store, { path }) => store.endComputations?.(path),
    'endComputations by tags': (store, { path }) => store.endComputations?.(path, ['t', 'é']),
    'endComputations by tags, everywhere': (store) => store.endComputations?.(undefined, ['t']),
    'endComputations, synchronously': (store, { path }) => store.sync?.endComputations?.(path),
  }
  const order = expect.any(Number)
  const expected = (name: string, { path, key, exact }: Change['address'] & object) => {
    const address = { path, key, exact }
    if (name.startsWith('set')) return { type: 'set', address, order }
    if (name.startsWith('delete') && !name.startsWith('deleteAll')) return { type: 'delete', address, order }
    if (name.includes('everywhere')) return { type: 'invalidate', tags: ['t'], order }
    return name.includes('tags')
      ? { type: 'invalidate', tags: ['t', 'é'], order }
      : { type: 'invalidate', base: path, order }
  }

  it.each(Object.keys(verbs))('%s', async (name) => {
    const { directory: base, ours, other } = createPair()
    const [own, others] = [listen(ours), listen(other)]
    const address = { path: join(base, 'users'), key: '1', exact: false, givenPath: directory }
    await verbs[name]?.(ours, address)
    expect(await collectUntilEnd(others, ours)).toEqual([expected(name, address)])
    expect(await collectUntilEnd(own, other)).toEqual([])
  })

  it('the entries that deleteWhere deleted, and no others', async () => {
    const { directory: base, ours, other } = createPair()
    const addresses = ['1', '2'].map((key) => ({ path: join(base, 'users'), key, exact: false }))
    for (const address of addresses) await ours.set(address, { ...entry, key: address.key }, builtInTypes)
    const others = listen(other)
    await ours.deleteWhere?.(base, ({ key }) => key === '2')
    expect(await collectUntilEnd(others, ours)).toEqual([{ type: 'delete', address: addresses[1], order }])
  })

  it('nothing if a lock has lost the right to store its result', async () => {
    const { directory: base, ours, other } = createPair()
    const others = listen(other)
    const address = { path: join(base, 'users'), key: '1', exact: false }
    const lock = await ours.lock?.(address, false)
    await other.delete(address)
    expect(await lock?.set?.(entry, builtInTypes)).toBe(false)
    expect(await collectUntilEnd(others, ours)).toEqual([])
  })
})

describe('the log of changes', () => {
  it('does not exist while nobody listens, or without the option', async () => {
    const { directory, log, ours, tagsPath } = createPair()
    const address = { path: join(directory, 'users'), key: '1', exact: false }
    await ours.set(address, entry, builtInTypes)
    const unwatched = fileStore({ tagsPath })
    expect(unwatched.subscribe).toBe(undefined)
    expect(existsSync(log)).toBe(false)
    listen(ours)
    const { size } = statSync(log)
    await unwatched.set(address, entry, builtInTypes)
    expect(statSync(log).size).toBe(size)
  })

  it('is replaced when it is long, and the listeners check what they have', async () => {
    const { log, ours, other } = createPair()
    const others = listen(other)
    appendFileSync(log, '["somebody",[]]\n'.repeat(70_000))
    await ours.delete(end)
    await others.waitFor(({ type }) => type === 'missed')
    expect(statSync(log).size).toBeLessThan(1_000)
    others.changes.length = 0
    expect(await collectUntilEnd(others, ours)).toEqual([])
  })

  it.each([
    ['is removed', (log: string) => rmSync(log)],
    ['is removed with its directory', (log: string) => rmSync(join(log, '../..'), { recursive: true })],
    ['is cut', (log: string) => writeFileSync(log, '')],
    ['has a line that is none', (log: string) => appendFileSync(log, '["somebody",[{"type":"del\n')],
    ['has an empty line', (log: string) => appendFileSync(log, '\n')],
    ['has a line with something else', (log: string) => appendFileSync(log, '["somebody",[{"type":"set"}]]\n')],
  ])('makes the listeners check what they have if it %s, and they hear again', async (_, disturb) => {
    const { log, ours, other } = createPair()
    const others = listen(other)
    await ours.delete({ ...end, path: '/before' })
    await others.waitFor(({ address }) => address?.path === '/before')
    disturb(log)
    await others.waitFor(({ type }) => type === 'missed')
    others.changes.length = 0
    expect(await collectUntilEnd(others, ours)).toEqual([])
  })

  it('says that some were missed instead of very many changes, and of very long keys', async () => {
    const { ours, other } = createPair()
    const others = listen(other)
    await ours.delete({ path: '/long', key: 'x'.repeat(100_000), exact: false })
    expect(await collectUntilEnd(others, ours)).toEqual([{ type: 'missed' }])
  })

  it('is awaited where it cannot be made, and the first error is thrown', async () => {
    const { ours, other, tagsPath } = createPair()
    writeFileSync(tagsPath, 'a file in place of the directory')
    const changes: Change[] = []
    expect(() => other.subscribe?.((change) => changes.push(change))).toThrow(/cannot open .*changes.log: /)
    await ours.delete(end)
    rmSync(tagsPath)
    await vi.waitFor(() => expect(changes).toEqual([{ type: 'missed' }]), { timeout: 5_000, interval: 1 })
    await ours.delete(end)
    await vi.waitFor(() => expect(changes.at(-1)?.address).toEqual(end), { timeout: 5_000, interval: 1 })
  })

  it('is looked at from time to time where the system has no watch to give', async () => {
    const watch = vi.spyOn(fs, 'watch').mockImplementation(() => {
      throw Object.assign(new Error('ENOSPC: System limit for number of file watchers reached'), { code: 'ENOSPC' })
    })
    onTestFinished(() => watch.mockRestore())
    const { ours, other } = createPair()
    const others = listen(other)
    expect(watch).toHaveBeenCalled()
    expect(await collectUntilEnd(others, ours)).toEqual([])
  })

  it('is read by nobody after the last listener has left', async () => {
    const { ours, other, open } = createPair()
    const [first, second] = [listen(other), listen(other)]
    first.stop()
    expect(await collectUntilEnd(second, ours)).toEqual([])
    second.stop()
    const third = listen(open())
    await collectUntilEnd(third, ours)
    expect(first.changes).toEqual([])
    const again = listen(other)
    expect(await collectUntilEnd(again, ours)).toEqual([])
  })
})

it('what memory has is read again after a change by another process', async () => {
  const { directory, ours, other } = createPair()
  const options = { path: join(directory, 'users'), duration: '1h', lruSize: 10 } as const
  const [caches, heard] = [[ours, other].map((store) => new Cachetta({ ...options, store })), listen(other)]
  const [first, second] = caches.map((cache) => cache((id: number) => `computed ${id}`))
  expect(await second?.(1)).toBe('computed 1')
  await writeCache(caches[0] as Cachetta, 'written by another', 1)
  await heard.waitFor(({ type }) => type === 'set')
  expect(await second?.(1)).toBe('written by another')
  await first?.invalidate(1)
  await heard.waitFor(({ type }) => type === 'delete')
  expect(await second?.(1)).toBe('computed 1')
})
