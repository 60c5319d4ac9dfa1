import type { Lock } from '../store.ts'
import type { Check, CheckContext } from './check.ts'
import { createAddress, setValue } from './check.ts'
import { expectSame, expectSoon, expectThat } from './expect.ts'

type TakeLock = (name: string, wait: boolean) => Promise<Lock | null>

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
    const holder = await takeLock('waited', true)
    let isResolved = false
    const waiting = Promise.all([takeLock('waited', true), takeLock('waited', true)]).then((locks) => {
      isResolved = true
      return locks
    })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expectThat(!isResolved, 'lock did not wait while another caller held the lock')
    await holder?.release()
    const locks = await expectSoon(waiting, 'the wait for a lock that was released')
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
