import { builtInTypes } from '../../entry/allowed-types.ts'
import type { Lock } from '../store.ts'
import type { Check } from './check.ts'
import { createAddress, createCheck, createEntry, getValue, pause, setValue } from './check.ts'
import { expectSame, expectSoon, expectThat } from './expect.ts'

type TakeLock = (name: string, wait: boolean | number) => Promise<Lock | null>

/** On a busy machine, a caller may ask for the lock only after its release, and gets it. So the check tries longer pauses, too. */
const pausesMs = [50, 400, 1_500]

export const lockChecks: readonly Check[] = [
  createLockCheck('gives a lock to one caller at a time, and again after its release', async (takeLock) => {
    const first = await takeLock('one', false)
    expectThat(first !== null, 'lock returned null, but nobody held the lock')
    expectThat((await first?.isHeld()) === true, 'isHeld returned false to the holder')
    for (const wait of [false, 0]) {
      expectThat((await takeLock('one', wait)) === null, 'lock gave the lock to a second caller during the hold')
    }
    await first?.release()
    const next = await takeLock('one', false)
    expectThat(next !== null, 'lock returned null after the holder had released the lock')
    await next?.release()
  }),
  createLockCheck('gives the lock to one of several callers that ask at the same time', async (takeLock) => {
    const locks = await Promise.all(Array.from({ length: 10 }, () => takeLock('rush', false)))
    const taken = locks.filter((lock) => lock !== null)
    expectSame(taken.length, 1, 'the number of locks given to ten callers at the same time')
    for (const lock of taken) await lock.release()
  }),
  createLockCheck('resolves waiting callers with null when the holder releases the lock', async (takeLock) => {
    let locks: (Lock | null)[] = []
    for (const pauseMs of pausesMs) {
      locks = await waitForRelease(takeLock, `waited ${pauseMs}`, pauseMs)
      if (locks.every((lock) => lock === null)) return
    }
    expectSame(locks, [null, null], 'the results of the waiting callers')
  }),
  createLockCheck('waits for a holder no longer than it was told', async (takeLock) => {
    const holder = await takeLock('limited', false)
    const lock = await expectSoon(takeLock('limited', 100), 'the wait of 100 ms for a lock that is held')
    const isOwn = lock !== null && lock.isShared !== true
    expectThat(!isOwn, 'lock gave the lock to a second caller after its wait, but the holder still has it')
    await lock?.release()
    await holder?.release()
  }),
  createLockCheck('locks each entry separately', async (takeLock) => {
    const locks = [await takeLock('a', false), await takeLock('b', false)]
    const areTaken = locks.every((lock) => lock !== null)
    expectThat(areTaken, 'lock returned null, but only the lock of another entry was held')
    for (const lock of locks) await lock?.release()
  }),
  createCheck('takes the lock from its holder when the entry is deleted', ['lock'], async (context) => {
    const address = createAddress(context, 'broken')
    await setValue(context.store, address, 1)
    const broken = await context.store.lock(address, false)
    await context.store.delete(address)
    expectThat((await broken?.isHeld()) === false, 'isHeld returned true after the entry was deleted')
    const next = await context.store.lock(address, false)
    expectThat(next !== null, 'lock returned null after delete had taken the lock from its holder')
    await broken?.release()
    expectThat((await next?.isHeld()) === true, 'the release of a lost lock took the lock from the next holder')
    await next?.release()
  }),
  createCheck('stores with set of a lock only while the lock is held', ['lock'], async (context) => {
    const { store } = context
    const address = createAddress(context, 'fenced')
    const lock = await store.lock(address, false)
    if (lock?.set === undefined) return 'the locks of the store have no set'
    const isStored = await lock.set(createEntry(address, 'result', { storedAt: Date.now() }), builtInTypes, 86_400_000)
    expectSame([isStored, await getValue(store, address)], [true, { value: 'result' }], 'set of a lock, and get')
    await lock.release()
    const other = createAddress(context, 'fenced', '2')
    const lost = await store.lock(other, false)
    await store.delete(other)
    const isLateStored = await lost?.set?.(createEntry(other, 'late'), builtInTypes)
    expectSame([isLateStored, await getValue(store, other)], [false, null], 'set of a lost lock, and get')
    await lost?.release()
  }),
  createCheck(
    'takes the lock from its holder when another handle sets the entry',
    ['lock', 'reopened'],
    async (context) => {
      const address = createAddress(context, 'overwritten')
      const lock = await context.store.lock(address, false)
      await pause(5) // handles may compare instants of the clock
      await setValue(context.reopened, address, 'newer', { storedAt: Date.now() })
      await expectSoon(waitUntilLost(lock), 'the wait until a lock is lost, because the entry was set')
      const isStored = (await lock?.set?.(createEntry(address, 'late'), builtInTypes)) ?? false
      const found = await getValue(context.store, address)
      expectSame([isStored, found], [false, { value: 'newer' }], 'set of a lock that another set has ended, and get')
      await lock?.release()
    },
  ),
  createCheck('leaves a lock with its holder in sweep', ['lock', 'sweep'], async (context) => {
    const address = createAddress(context, 'swept')
    const lock = await context.store.lock(address, false)
    await context.store.sweep(context.base)
    expectThat((await lock?.isHeld()) === true, 'isHeld returned false after sweep')
    expectSame(await context.store.lock(address, false), null, 'lock after sweep, while another caller holds the lock')
    await lock?.release()
  }),
  createCheck(
    'gives the lock of one of two handles to the other only after its release',
    ['lock', 'reopened'],
    async (context) => {
      const address = createAddress(context, 'second', '2')
      const lock = await context.store.lock(address, false)
      const other = await context.reopened.lock(address, false)
      expectSame(other, null, 'lock through a second handle while the first handle holds the lock')
      const waiting = context.reopened.lock(address, true)
      await lock?.release()
      await expectSoon(waiting, 'the wait for a lock through a second handle')
    },
  ),
  createCheck(
    'takes the lock from its holder when another handle deletes the entry',
    ['lock', 'reopened'],
    async (context) => {
      const address = createAddress(context, 'second', '3')
      await setValue(context.store, address, 1)
      const lock = await context.store.lock(address, false)
      await context.reopened.delete(address)
      await expectSoon(
        waitUntilLost(lock),
        'the wait until a lock is lost, because another handle has deleted the entry',
      )
      await lock?.release()
    },
  ),
  createCheck(
    'gives the lock of a holder that died to one other',
    ['lock', 'reopened', 'abandon'],
    async (context) => {
      const address = createAddress(context, 'dead')
      await context.store.lock(address, false)
      await context.abandon()
      const others = [20_000, 20_000].map((wait) => context.reopened.lock(address, wait))
      const lock = await Promise.race(others)
      const isOwn = lock !== null && lock.isShared !== true
      expectThat(isOwn, 'lock gave no lock to those who waited for a holder that died')
      await lock?.release()
      for (const other of others) await (await other)?.release()
    },
    { timeout: 30_000 },
  ),
]

async function waitUntilLost(lock: Lock | null): Promise<void> {
  while (await lock?.isHeld()) await pause(5)
}

/** Returns what two callers get that wait while a third one holds the lock for `pauseMs`. */
async function waitForRelease(takeLock: TakeLock, name: string, pauseMs: number): Promise<(Lock | null)[]> {
  const holder = await takeLock(name, true)
  let isResolved = false
  const takeAndRelease = async () => {
    const lock = await takeLock(name, true)
    isResolved = true
    await lock?.release()
    return lock
  }
  const waiting = Promise.all([takeAndRelease(), takeAndRelease()])
  await pause(pauseMs)
  expectThat(!isResolved, 'lock did not wait while another caller held the lock')
  await holder?.release()
  return expectSoon(waiting, 'the wait for a lock that was released')
}

function createLockCheck(title: string, run: (takeLock: TakeLock) => Promise<void>): Check {
  return createCheck(title, ['lock'], (context) =>
    run((name, wait) => context.store.lock(createAddress(context, name), wait)),
  )
}
