import type { Change, SyncStore } from '../store.ts'
import type { Bench, Check } from './check.ts'
import { addressAt, all, builtIn, entryFor, put, valueAt } from './check.ts'
import { expectSame, expectSoon, expectThat } from './expect.ts'

export const twinChecks: readonly Check[] = [
  syncCheck('answers without awaiting what it answers with awaiting', async (sync, bench) => {
    const address = addressAt(bench, 'twin', '1')
    expectSame(sync.get(address, builtIn), null, 'sync.get of a missing entry')
    await put(bench.store, address, { a: 1 }, { tags: ['t'] })
    expectSame(sync.get(address, builtIn), await bench.store.get(address, builtIn), 'sync.get after set')
    expectSame(sync.stat(address), await bench.store.stat(address), 'sync.stat after set')
    expectSame([...sync.list(address.path)], await all(bench.store.list(address.path)), 'sync.list after set')
  }),
  syncCheck('sets without awaiting, as a copy', async (sync, bench) => {
    const address = addressAt(bench, 'twin', '2')
    const value = [1]
    sync.set(address, entryFor(address, value), builtIn)
    value.push(2)
    expectSame(await valueAt(bench.store, address), { value: [1] }, 'get after sync.set')
    expectSame(sync.get(address, builtIn)?.value, [1], 'sync.get after sync.set')
  }),
  syncCheck('deletes without awaiting, also what is being set', async (sync, bench) => {
    const address = addressAt(bench, 'twin', '3')
    await put(bench.store, address, 1)
    const setting = put(bench.store, address, 2)
    sync.delete(address)
    expectSame(sync.get(address, builtIn), null, 'sync.get after sync.delete')
    await setting.catch(() => undefined)
    expectSame(
      await bench.store.get(address, builtIn),
      null,
      'get after sync.delete, and after the set that began before',
    )
  }),
  syncCheck('locks without awaiting, and waits for no lock of its own thread', async (sync, bench) => {
    const address = addressAt(bench, 'twin', '4')
    const lock = sync.lock?.(address)
    if (lock === undefined) return
    expectThat(lock?.isHeld() === true, 'sync.lock answered null, or a lock that is not held, though nobody held it')
    expectSame(sync.lock?.(address), null, 'sync.lock where the same thread holds the lock')
    lock?.release()
    const next = await bench.store.lock?.(address, false)
    expectThat(next !== null, 'lock answered null after sync.lock was released')
    await next?.release()
  }),
  {
    title: 'shows what was set and deleted to a second handle',
    async run(bench) {
      if (bench.reopened === undefined) return
      const address = addressAt(bench, 'second', '1')
      await put(bench.store, address, { a: 1 })
      expectSame(await valueAt(bench.reopened, address), { value: { a: 1 } }, 'get through a second handle')
      await bench.reopened.delete(address)
      expectSame(await bench.store.get(address, builtIn), null, 'get after a delete through a second handle')
    },
  },
  {
    title: 'lets one in of two handles (where it locks)',
    async run(bench) {
      const address = addressAt(bench, 'second', '2')
      const lock = await bench.store.lock?.(address, false)
      if (!lock || bench.reopened === undefined) return
      const other = await bench.reopened.lock?.(address, false)
      expectSame(other ?? null, null, 'lock through a second handle while the first one holds it')
      const waiting = bench.reopened.lock?.(address, true)
      await lock.release()
      await expectSoon(Promise.resolve(waiting), 'waiting through a second handle')
    },
  },
  {
    title: 'reports what others write and delete, until stopped (where it reports)',
    async run(bench) {
      const other = bench.reopened ?? bench.store
      const address = addressAt(bench, 'reported', '1')
      const heard: Change[] = []
      const stop = bench.store.subscribe?.((change) => heard.push(change))
      if (stop === undefined) return
      await put(other, address, 1)
      await other.delete(address)
      await expectSoon(
        until(() => typesHeard(heard, bench).includes('delete')),
        'waiting for the report of a delete',
      )
      expectSame(typesHeard(heard, bench), ['set', 'delete'], 'what was reported')
      stop()
      heard.length = 0
      await put(other, address, 2)
      await new Promise((resolve) => setTimeout(resolve, 50))
      expectSame(typesHeard(heard, bench), [], 'what was reported after the listener stopped')
    },
  },
]

function syncCheck(title: string, run: (sync: SyncStore, bench: Bench) => Promise<void>): Check {
  return {
    title: `${title} (where it has a sync twin)`,
    async run(bench) {
      if (bench.store.sync !== undefined) await run(bench.store.sync, bench)
    },
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

function typesHeard(heard: readonly Change[], bench: Bench): string[] {
  return heard.filter(({ address }) => address.path === `${bench.base}/reported`).map(({ type }) => type)
}
