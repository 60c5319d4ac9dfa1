// Checks of what ends the right of computations to store their results, and of computations that wait for no other one. A store without
// `share` has only computations of this process, which the engine ends itself.

import { builtInTypes } from '../../entry/allowed-types.ts'
import type { Lock } from '../store.ts'
import type { Check } from './check.ts'
import { createAddress, createCheck, createEntry, createExactAddress, getValue } from './check.ts'
import { expectSame } from './expect.ts'

export const endChecks: readonly Check[] = [
  createCheck('registers in share a computation beside the holder of the lock', ['lock', 'share'], async (context) => {
    const address = createAddress(context, 'shared')
    const lock = await context.store.lock(address, false)
    const shared = await context.store.share(address)
    expectSame(await areHeld(lock, shared), [true, true], 'whether the holder and the other computation may store')
    await shared.release()
    expectSame(await areHeld(lock), [true], 'whether the holder may store after the release of the other computation')
    await lock?.release()
  }),
  createCheck('refuses the result of a shared computation after a delete', ['share'], async (context) => {
    const address = createAddress(context, 'shared', '1')
    const shared = await context.store.share(address)
    if (shared.set === undefined) return 'the locks of the store have no set'
    await context.store.delete(address)
    const isStored = await shared.set(createEntry(address, 'late'), builtInTypes)
    const found = await getValue(context.store, address)
    expectSame([isStored, found], [false, null], 'set of a computation that began before a delete, and get')
    await shared.release()
  }),
  createCheck(
    'ends in endComputations the computations at a base and under it, and no other',
    ['lock', 'endComputations'],
    async (context) => {
      const names = ['ended', 'ended/sub.json', 'ended-not']
      const locks = await Promise.all(names.map((name) => context.store.lock(createAddress(context, name, '1'), false)))
      await context.store.endComputations(`${context.base}/ended`)
      expectSame(
        await areHeld(...locks),
        [false, false, true],
        'whether computations at, under and beside a base may store',
      )
      for (const lock of locks) await lock?.release()
    },
  ),
  createCheck(
    'ends in endComputations only results with one of the tags',
    ['lock', 'endComputations'],
    async (context) => {
      const address = createAddress(context, 'ended', '2')
      const lock = await context.store.lock(address, false)
      await context.store.endComputations(`${context.base}/ended`, ['x', 'y'])
      const found = [await lock?.isHeld(['z', 'y']), await lock?.isHeld(['z'])]
      expectSame(
        found,
        [false, true],
        'whether a computation may store a value with an ended tag, and one with another tag',
      )
      await lock?.release()
    },
  ),
  createCheck(
    'ends in endComputations without a base those of path functions',
    ['lock', 'endComputations'],
    async (context) => {
      const address = createExactAddress(context, 'by-function.json', 'f')
      const tag = `${context.base} ended`
      const lock = await context.store.lock(address, false)
      await context.store.endComputations(undefined, [tag])
      expectSame(await lock?.isHeld([tag]), false, 'whether a computation with an ended tag may store')
      await lock?.release()
    },
  ),
  createCheck(
    'ends in deleteTagged the right to store values with one of the tags',
    ['lock', 'deleteTagged'],
    async (context) => {
      const tag = `${context.base} ended`
      const address = createAddress(context, 'tagged')
      const lock = await context.store.lock(address, false)
      await context.store.deleteTagged([tag])
      const late = createEntry(address, 'late', { tags: [tag] })
      expectSame(await lock?.isHeld([tag]), false, 'whether a computation with a tag of deleteTagged may store')
      const isStored = (await lock?.set?.(late, builtInTypes)) ?? false
      const found = await getValue(context.store, address)
      expectSame([isStored, found], [false, null], 'set of a lock with a tag of deleteTagged, and get')
      await lock?.release()
    },
  ),
  createCheck('takes the locks from their holders in deleteAll', ['lock', 'deleteAll'], async (context) => {
    const { store } = context
    if (store.endComputations) return 'the store has endComputations, which the engine calls before'
    const names = ['all', 'all/sub.json', 'all-not']
    const locks = await Promise.all(names.map((name) => store.lock(createAddress(context, name, '1'), false)))
    await store.deleteAll(`${context.base}/all`)
    expectSame(
      await areHeld(...locks),
      [false, false, true],
      'whether computations at, under and beside a base may store',
    )
    for (const lock of locks) await lock?.release()
  }),
]

function areHeld(...locks: readonly (Lock | null)[]): Promise<unknown[]> {
  return Promise.all(locks.map((lock) => lock?.isHeld()))
}
