import { builtInTypes } from '../../entry/allowed-types.ts'
import type { SyncStore } from '../store.ts'
import type { Check, CheckContext } from './check.ts'
import { collect, createAddress, createCheck, createEntry, getValue, setValue } from './check.ts'
import { expectSame, expectThat } from './expect.ts'

export const syncChecks: readonly Check[] = [
  createSyncCheck('returns the same from synchronous as from asynchronous methods', async (sync, context) => {
    const address = createAddress(context, 'sync', '1')
    expectSame(sync.get(address, builtInTypes), null, 'sync.get of a missing entry')
    await setValue(context.store, address, { a: 1 }, { tags: ['t'] })
    expectSame(sync.get(address, builtInTypes), await context.store.get(address, builtInTypes), 'sync.get after set')
    expectSame(sync.stat(address), await context.store.stat(address), 'sync.stat after set')
    const listed = await collect(context.store.list(address.path))
    expectSame([...sync.list(address.path)], listed, 'sync.list after set')
  }),
  createSyncCheck('stores a copy in sync.set, before it returns', async (sync, context) => {
    const address = createAddress(context, 'sync', '2')
    const value = [1]
    sync.set(address, createEntry(address, value), builtInTypes)
    value.push(2)
    expectSame(await getValue(context.store, address), { value: [1] }, 'get after sync.set')
    expectSame(sync.get(address, builtInTypes)?.value, [1], 'sync.get after sync.set')
  }),
  createSyncCheck('deletes in sync.delete before it returns, even if a set is running', async (sync, context) => {
    const address = createAddress(context, 'sync', '3')
    await setValue(context.store, address, 1)
    const setting = setValue(context.store, address, 2)
    sync.delete(address)
    expectSame(sync.get(address, builtInTypes), null, 'sync.get after sync.delete')
    await setting.catch(() => undefined)
    const found = await context.store.get(address, builtInTypes)
    expectSame(found, null, 'get after sync.delete, and after the set that began before it')
  }),
  createCheck(
    'takes a lock in sync.lock, and does not wait for a lock of its own thread',
    ['sync', 'sync.lock'],
    async (context) => {
      const { sync } = context.store
      const address = createAddress(context, 'sync', '4')
      const lock = sync.lock?.(address)
      const isHeld = lock?.isHeld() === true
      expectThat(isHeld, 'sync.lock returned null or a lock that is not held, but nobody held the lock')
      expectSame(sync.lock?.(address), null, 'sync.lock while the same thread holds the lock')
      lock?.release()
      const next = await context.store.lock?.(address, false)
      expectThat(next !== null, 'lock returned null after the lock of sync.lock was released')
      await next?.release()
    },
  ),
]

function createSyncCheck(title: string, run: (sync: SyncStore, context: CheckContext) => Promise<void>): Check {
  return createCheck(title, ['sync'], (context) => run(context.store.sync, context))
}
