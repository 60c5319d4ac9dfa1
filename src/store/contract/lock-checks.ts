import type { Lock } from '../store.ts'
import type { Check, CheckContext } from './check.ts'
import { createAddress, setValue } from './check.ts'
import { expectSame, expectSoon, expectThat } from './expect.ts'

type TakeLock = (name: string, wait: boolean) => Promise<Lock | null>

/** On a busy machine, a caller may ask for the lock only after its release, and gets it. So the check tries longer pauses, too. */
const pausesMs = [50, 400, 1_500]

export const lockChecks: readonly Check[] = [
  createLockCheck('gives a lock to one caller at a time, and again after its release', async (takeLock) => {
    const first = await takeLock('one', false)
    expectThat(first !== null, 'lock returned null, but nobody held the lock')
    expectThat((await first?.isHeld()) === true, 'isHeld returned false to the holder')
    expectThat((await takeLock('one', false)) === null, 'lock gave the lock to a second caller during the hold')
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
  createLockCheck('locks each entry separately', async (takeLock) => {
    const locks = [await takeLock('a', false), await takeLock('b', false)]
    const areTaken = locks.every((lock) => lock !== null)
    expectThat(areTaken, 'lock returned null, but only the lock of another entry was held')
    for (const lock of locks) await lock?.release()
  }),
  createLockCheck('takes the lock from its holder when the entry is deleted', async (takeLock, context) => {
    const address = createAddress(context, 'broken')
    await setValue(context.store, address, 1)
    const broken = await takeLock('broken', false)
    await context.store.delete(address)
    expectThat((await broken?.isHeld()) === false, 'isHeld returned true after the entry was deleted')
    const next = await takeLock('broken', false)
    expectThat(next !== null, 'lock returned null after delete had taken the lock from its holder')
    await broken?.release()
    expectThat((await next?.isHeld()) === true, 'the release of a lost lock took the lock from the next holder')
    await next?.release()
  }),
]

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
  await new Promise((resolve) => setTimeout(resolve, pauseMs))
  expectThat(!isResolved, 'lock did not wait while another caller held the lock')
  await holder?.release()
  return expectSoon(waiting, 'the wait for a lock that was released')
}

function createLockCheck(title: string, run: (takeLock: TakeLock, context: CheckContext) => Promise<void>): Check {
  return {
    title: `${title} (if it has lock)`,
    async run(context) {
      const { lock } = context.store
      if (lock === undefined) return
      await run((name, wait) => lock.call(context.store, createAddress(context, name), wait), context)
    },
  }
}
