// The bound of time of a call that visits many entries: it starts again while the store makes progress.
import { expect, it } from 'vitest'
import type { Store, Visit } from '../../../src/index.ts'
import { memoryStore, readCache, writeCache } from '../../../src/index.ts'
import type { TestCache } from '../../../src/testing.ts'
import { createTestCache } from '../../../src/testing.ts'
import { flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

const minute = 60_000

/** A store whose calls of many entries take so many minutes. `tells`: it tells of progress every two seconds. */
function createSlowStore({
  clock,
  minutes,
  tells,
}: {
  clock: () => TestCache['clock']
  minutes: number
  tells: boolean
}) {
  const calls: string[] = []
  const memory = memoryStore()
  const work = async (name: string, visit?: Visit): Promise<void> => {
    calls.push(name)
    for (let step = 0; step < 30 * minutes; step += 1) {
      await new Promise<void>((resolve) => clock().startTimeout(2_000, resolve))
      if (tells) visit?.onProgress?.()
    }
  }
  const store: Store = {
    ...memory,
    list(base) {
      calls.push('list')
      return memory.list(base)
    },
    deleteAll: (_, visit) => work('deleteAll', visit),
    deleteWhere: (_, __, visit) => work('deleteWhere', visit),
    sweep: (_, visit) => work('sweep', visit),
    endComputations: (_, __, visit) => work('endComputations', visit),
  }
  return { store, calls }
}

/** Advances the clock until the promise has settled. */
async function waitFor({ clock }: Pick<TestCache, 'clock'>, promise: Promise<unknown>): Promise<number> {
  const startedAt = clock.elapsed()
  let isSettled = false
  const end = (): void => {
    isSettled = true
  }
  void promise.then(end, end)
  for (let step = 0; step < 20_000 && !isSettled; step += 1) {
    await flushPromises()
    if (!isSettled) clock.advance(1_000)
  }
  await promise
  return clock.elapsed() - startedAt
}

function start(minutes: number, tells: boolean) {
  const { store, calls } = createSlowStore({ clock: () => test.clock, minutes, tells })
  const test: TestCache = createTestCache({ store, path: 'users' })
  return { ...test, calls }
}

it('a store that tells of progress may take any time', async () => {
  const test = start(11, true)
  await waitFor(test, test.cache.invalidateAll())
  expect(test.calls).toEqual(['endComputations', 'deleteAll'])
  expect(await waitFor(test, test.cache.prune())).toBeGreaterThanOrEqual(22 * minute)
  expect(test.calls.slice(2)).toEqual(['deleteWhere', 'sweep'])
  expect(lines).toEqual([])
})

it('a store that tells of none has a bound, and what it has not deleted is deleted one by one', async () => {
  const test = start(11, false)
  await writeCache(test.cache, 'value', 1)
  await waitFor(test, test.cache.invalidateAll())
  expect(test.calls).toEqual(['endComputations', 'deleteAll', 'list'])
  expect(await readCache(test.cache, 1)).toBeNull()
  expect(lines).toContainEqual(expect.stringContaining('has not answered for 5 s'))
})
