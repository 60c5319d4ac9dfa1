// Checks of what a store reports about changes through another handle. A store need not report its own changes.

import type { Address } from '../../key/address.ts'
import { idOf, isUnder } from '../../key/address.ts'
import type { Change, Store } from '../store.ts'
import type { Check, CheckContext } from './check.ts'
import { createAddress, createCheck, createExactAddress, pause, setValue } from './check.ts'
import { expectSame, expectSoon, expectThat, waitUntil } from './expect.ts'

export const subscribeChecks: readonly Check[] = [
  createCheck('reports sets and deletes of others until it is stopped', ['subscribe', 'reopened'], async (context) => {
    const { reopened: other, store } = context
    const addresses = [createAddress(context, 'reported', '1'), createExactAddress(context, 'reported', '2')]
    const changes: Change[] = []
    const stop = store.subscribe((change) => changes.push(change))
    await expectSoon(writeUntilHeard(other, context, [changes]), 'the wait for the first report')
    for (const address of addresses) {
      await setValue(other, address, 1)
      await other.delete(address)
      const isReported = () => reportsOf(changes, address).includes('delete')
      await expectSoon(waitUntil(isReported), 'the wait for the report of a delete')
      expectSame(reportsOf(changes, address), ['set', 'delete'], 'the reported changes of an address')
    }
    stop()
    changes.length = 0
    for (const address of addresses) await setValue(other, address, 2)
    await pause(50)
    const late = addresses.flatMap((address) => reportsOf(changes, address))
    expectSame(late, [], 'the changes reported after the listener was stopped')
  }),
  createCheck(
    'reports to each listener, also after another one is stopped',
    ['subscribe', 'reopened'],
    async (context) => {
      const { reopened: other, store } = context
      const heard: Change[][] = [[], [], []]
      const stops = heard.map((changes) => store.subscribe((change) => changes.push(change)))
      await expectSoon(writeUntilHeard(other, context, heard), 'the wait until each of three listeners hears of a set')
      stops[1]?.()
      const address = createAddress(context, 'each')
      await setValue(other, address, 1)
      const isHeard = () => [0, 2].every((index) => reportsOf(heard[index], address).includes('set'))
      await expectSoon(waitUntil(isHeard), 'the wait until the other listeners hear of a set, after one was stopped')
      for (const stop of stops) stop()
    },
  ),
  createCheck(
    'reports what changed since the call of subscribe, or that it has missed some',
    ['subscribe', 'reopened'],
    async (context) => {
      const changes: Change[] = []
      const stop = context.store.subscribe((change) => changes.push(change))
      const address = createAddress(context, 'at once')
      await setValue(context.reopened, address, 1)
      const isKnown = () => hasMissed(changes) || reportsOf(changes, address).includes('set')
      await expectSoon(
        waitUntil(isKnown),
        'the wait for the report of a set right after subscribe, or of missed changes',
      )
      stop()
    },
  ),
  createCheck(
    'reports what changed while it was cut off, or that it has missed some',
    ['subscribe', 'reopened', 'cut'],
    async (context) => {
      const { reopened: other, store } = context
      const changes: Change[] = []
      const stop = store.subscribe((change) => changes.push(change))
      await expectSoon(writeUntilHeard(other, context, [changes]), 'the wait for the first report')
      await context.cut()
      changes.length = 0
      const address = createAddress(context, 'cut')
      await setValue(other, address, 1)
      const isKnown = () => hasMissed(changes) || reportsOf(changes, address).includes('set')
      await expectSoon(waitUntil(isKnown), 'the wait for the report of a set after a cut, or of missed changes')
      stop()
    },
  ),
  createCheck('reports changes of its own only within their call', ['subscribe'], async (context) => {
    const address = createAddress(context, 'own')
    const late: Change[] = []
    let isWithin = false
    const stop = context.store.subscribe((change) => !isWithin && late.push(change))
    await pause(20) // a store may begin to listen later than the call
    for (const change of [() => setValue(context.store, address, 1), () => context.store.delete(address)]) {
      isWithin = true
      const changing = change()
      isWithin = false
      await changing
    }
    await pause(50)
    expectSame(reportsOf(late, address), [], 'changes of its own that a store reports later')
    stop()
  }),
  createCheck(
    'reports a deleteAll of others with the right base',
    ['subscribe', 'deleteAll', 'reopened'],
    async (context) => {
      const { base, reopened: other, store } = context
      const deleted = ['gone', 'gone/sub.json', 'gone/deep/er'].map((name) => createAddress(context, name, '1'))
      const kept = createAddress(context, 'gone-not', '1')
      for (const address of [...deleted, kept]) await setValue(other, address, 1)
      const changes = await listen(context, store, () => other.deleteAll(`${base}/gone`), deleted)
      expectThat(hasMissed(changes) || !isReported(changes, kept), `deleteAll of others reported ${kept.path}, too`)
    },
  ),
  createCheck(
    'reports a deleteTagged of others with the right tags',
    ['subscribe', 'deleteTagged', 'reopened'],
    async (context) => {
      const { reopened: other, store } = context
      const tag = `${context.base} gone`
      const deleted = ['a', 'b'].map((name) => createAddress(context, name, '1'))
      const kept = createAddress(context, 'c', '1')
      for (const address of deleted) await setValue(other, address, 1, { tags: [tag] })
      await setValue(other, kept, 1, { tags: ['another'] })
      const changes = await listen(context, store, () => other.deleteTagged([tag]), deleted, tag)
      const isRight = hasMissed(changes) || !isReported(changes, kept, 'another')
      expectThat(isRight, `deleteTagged of others reported ${kept.path}, too`)
    },
  ),
  createCheck(
    'gives changes and locks an order that can be compared',
    ['hasOrder', 'subscribe', 'lock', 'reopened'],
    async (context) => {
      const { reopened: other, store } = context
      const address = createAddress(context, 'ordered')
      const changes: Change[] = []
      const stop = store.subscribe((change) => changes.push(change))
      await expectSoon(writeUntilHeard(other, context, [changes]), 'the wait for the first report')
      const orders: unknown[] = []
      for (const type of ['set', 'delete'] as const) {
        if (type === 'set') await setValue(other, address, 1)
        else await other.delete(address)
        const find = () => changes.find((change) => change.type === type && isOf(change, address))
        await expectSoon(
          waitUntil(() => find() !== undefined),
          `the wait for the report of a ${type}`,
        )
        orders.push(find()?.order)
        if (type === 'delete') continue
        const lock = await store.lock(address, false)
        orders.push(lock?.order)
        await lock?.release()
      }
      const isOrdered = orders.every((order, index) => index === 0 || Number(orders[index - 1]) <= Number(order))
      expectThat(isOrdered, `the orders of a set, a lock and a delete are not in this order: ${orders.join(', ')}`)
      stop()
    },
  ),
]

/** Does something through another handle, and returns the reports about it. Fails unless they cover all addresses. */
async function listen(
  context: CheckContext,
  store: Store & Required<Pick<Store, 'subscribe'>>,
  change: () => Promise<void>,
  addresses: readonly Address[],
  tag?: string,
): Promise<readonly Change[]> {
  const changes: Change[] = []
  const stop = store.subscribe((each) => changes.push(each))
  if (context.reopened) await expectSoon(writeUntilHeard(context.reopened, context, [changes]), 'the first report')
  await pause(20)
  changes.length = 0
  await change()
  const areKnown = () => hasMissed(changes) || addresses.every((address) => isReported(changes, address, tag))
  await expectSoon(waitUntil(areKnown), 'the wait for reports of all entries that others have deleted')
  stop()
  return changes
}

/** True if a report says that an entry with this tag no longer counts. */
function isReported(changes: readonly Change[], address: Address, tag?: string): boolean {
  return changes.some((change) => {
    if (change.type !== 'invalidate') return change.type === 'delete' && isOf(change, address)
    if (change.tags !== undefined) return tag !== undefined && change.tags.includes(tag)
    return change.base !== undefined && isUnder(change.base, address)
  })
}

function hasMissed(changes: readonly Change[]): boolean {
  return changes.some(({ type }) => type === 'missed')
}

function isOf({ address }: Change, own: Address): boolean {
  return address !== undefined && idOf(address) === idOf(own)
}

function reportsOf(changes: readonly Change[] = [], address: Address): string[] {
  return changes.filter((change) => isOf(change, address)).map(({ type }) => type)
}

/** A store may begin to listen later than the call. */
async function writeUntilHeard(
  other: Store,
  context: CheckContext,
  heard: readonly (readonly Change[])[],
): Promise<void> {
  const first = createAddress(context, 'first')
  const isHeard = () => heard.every((changes) => changes.some((change) => isOf(change, first)))
  const end = performance.now() + 6_000
  while (!isHeard() && performance.now() < end) {
    await setValue(other, first, 1)
    await pause(5)
  }
}
