import type { Lock, Store } from '../store.ts'
import type { Bench, Check } from './check.ts'
import { addressAt, put } from './check.ts'
import { expectSame, expectSoon, expectThat } from './expect.ts'

type Take = (name: string, wait: boolean) => Promise<Lock | null>

export const lockChecks: readonly Check[] = [
  lockCheck('gives a lock to one at a time, and again after its release', async (take) => {
    const first = await take('one', false)
    expectThat(first !== null, 'lock answered null though nobody held the lock')
    expectThat((await first?.isHeld()) === true, 'isHeld answered false to the holder')
    expectThat((await take('one', false)) === null, 'lock let a second one in beside the holder')
    await first?.release()
    const next = await take('one', false)
    expectThat(next !== null, 'lock answered null after the holder had released it')
    await next?.release()
  }),
  lockCheck('lets one of many in who ask at once', async (take) => {
    const locks = await Promise.all(Array.from({ length: 10 }, () => take('rush', false)))
    const taken = locks.filter((lock) => lock !== null)
    expectSame(taken.length, 1, 'the number of locks given to ten who asked at once')
    for (const lock of taken) await lock.release()
  }),
  lockCheck('wakes those who wait with null when the holder has finished', async (take) => {
    const holder = await take('waited', true)
    const waiting = Promise.all([take('waited', true), take('waited', true)])
    let isOver = false
    const over = waiting.then((locks) => {
      isOver = true
      return locks
    })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expectThat(!isOver, 'lock did not wait while another held it')
    await holder?.release()
    expectSame(
      await expectSoon(over, 'waiting for a lock that was released'),
      [null, null],
      'what those who waited got',
    )
  }),
  lockCheck('locks each entry by itself', async (take) => {
    const locks = [await take('a', false), await take('b', false)]
    expectThat(
      locks.every((lock) => lock !== null),
      "lock answered null though only another entry's lock was held",
    )
    for (const lock of locks) await lock?.release()
  }),
  lockCheck('takes the right from a holder whose entry is deleted', async (take, bench) => {
    const address = addressAt(bench, 'broken')
    await put(bench.store, address, 1)
    const broken = await take('broken', false)
    await bench.store.delete(address)
    expectThat((await broken?.isHeld()) === false, 'isHeld answered true after the entry was deleted')
    const next = await take('broken', false)
    expectThat(next !== null, 'lock answered null after delete had taken it from its holder')
    await broken?.release()
    expectThat((await next?.isHeld()) === true, 'the release of a lost lock took the lock from the next holder')
    await next?.release()
  }),
]

function lockCheck(title: string, run: (take: Take, bench: Bench) => Promise<void>): Check {
  return {
    title: `${title} (where it locks)`,
    async run(bench) {
      const take = taker(bench.store, bench)
      if (take !== undefined) await run(take, bench)
    },
  }
}

function taker(store: Store, bench: Bench): Take | undefined {
  const { lock } = store
  return lock && ((name, wait) => lock.call(store, addressAt(bench, name), wait))
}
