import { builtInTypes } from '../../entry/allowed-types.ts'
import type { Change, Store } from '../store.ts'
import type { Check, CheckContext } from './check.ts'
import { createAddress, getValue, setValue } from './check.ts'
import { expectSame, expectSoon } from './expect.ts'

/** Checks with a second handle on the same medium. */
export const handleChecks: readonly Check[] = [
  {
    title: 'shows sets and deletes to a second handle',
    async run(context) {
      if (context.reopened === undefined) return
      const address = createAddress(context, 'second', '1')
      await setValue(context.store, address, { a: 1 })
      expectSame(await getValue(context.reopened, address), { value: { a: 1 } }, 'get through a second handle')
      await context.reopened.delete(address)
      const found = await context.store.get(address, builtInTypes)
      expectSame(found, null, 'get after a delete through a second handle')
    },
  },
  {
    title: 'gives a lock to one of two handles (if it has lock)',
    async run(context) {
      const address = createAddress(context, 'second', '2')
      const lock = await context.store.lock?.(address, false)
      if (!lock || context.reopened === undefined) return
      const other = await context.reopened.lock?.(address, false)
      expectSame(other ?? null, null, 'lock through a second handle while the first handle holds the lock')
      const waiting = context.reopened.lock?.(address, true)
      await lock.release()
      await expectSoon(Promise.resolve(waiting), 'the wait for a lock through a second handle')
    },
  },
  {
    title: 'reports sets and deletes of others until it is stopped (if it has subscribe)',
    async run(context) {
      const other = context.reopened // a store need not report its own changes
      if (other === undefined) return
      const address = createAddress(context, 'reported', '1')
      const changes: Change[] = []
      const stop = context.store.subscribe?.((change) => changes.push(change))
      if (stop === undefined) return
      await expectSoon(writeUntilHeard(other, context, changes), 'the wait for the first report')
      await setValue(other, address, 1)
      await other.delete(address)
      const reported = waitUntil(() => typesOf(changes, context).includes('delete'))
      await expectSoon(reported, 'the wait for the report of a delete')
      expectSame(typesOf(changes, context), ['set', 'delete'], 'the reported changes')
      stop()
      changes.length = 0
      await setValue(other, address, 2)
      await new Promise((resolve) => setTimeout(resolve, 50))
      expectSame(typesOf(changes, context), [], 'the changes reported after the listener was stopped')
    },
  },
]

/** A store may begin to listen later than the call. */
async function writeUntilHeard(other: Store, context: CheckContext, changes: readonly Change[]): Promise<void> {
  const first = createAddress(context, 'first')
  const isHeard = () => changes.some(({ address }) => address?.path === first.path)
  while (!isHeard()) {
    await setValue(other, first, 1)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

async function waitUntil(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5))
}

function typesOf(changes: readonly Change[], { base }: CheckContext): string[] {
  return changes.filter(({ address }) => address?.path === `${base}/reported`).map(({ type }) => type)
}
