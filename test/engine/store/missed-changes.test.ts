import { expect, it, vi } from 'vitest'
import type { Change, Store } from '../../../src/index.ts'
import { Cachetta, memoryStore, writeCache } from '../../../src/index.ts'

/** A store of two machines. The second one writes past the first, whose messages are lost until it reports `missed`. */
function createTwoMachines() {
  const shared = memoryStore()
  const listeners = new Set<(change: Change) => void>()
  const create = (): Store => ({
    ...shared,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  })
  const reportMissed = () => {
    for (const listener of listeners) listener({ type: 'missed' })
  }
  const open = () => new Cachetta({ path: 'rates', store: create(), duration: '1h', lruSize: 10 })
  return { here: open(), there: open(), reportMissed }
}

it('checks memory after changes were missed', async () => {
  const { here, reportMissed, there } = createTwoMachines()
  const getRate = here(() => 'computed')
  expect(await getRate()).toBe('computed')
  await writeCache(there, 'written there')
  expect(await getRate()).toBe('computed') // the message is lost, and memory is fresh
  reportMissed()
  expect(await getRate()).toBe('written there')
})

it('keeps what only memory has, and computations go on', async () => {
  const { here, reportMissed } = createTwoMachines()
  let finish = (_: string) => {}
  const compute = vi.fn(
    () =>
      new Promise<string>((resolve) => {
        finish = resolve
      }),
  )
  const getRate = here(compute)
  const calls = [getRate(), getRate()]
  await vi.waitFor(() => expect(compute).toHaveBeenCalledTimes(1))
  reportMissed()
  finish('computed')
  expect(await Promise.all(calls)).toEqual(['computed', 'computed'])
  expect(await getRate()).toBe('computed')
  expect(compute).toHaveBeenCalledTimes(1)
})
