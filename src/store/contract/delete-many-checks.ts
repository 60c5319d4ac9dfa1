import { builtInTypes } from '../../entry/allowed-types.ts'
import type { Address } from '../../key/address.ts'
import type { EntryStat } from '../store.ts'
import type { Check, CheckContext } from './check.ts'
import { collect, createAddress, createCheck, getValue, setValue } from './check.ts'
import { expectSame } from './expect.ts'
import { setEntriesAt, setEntriesUnder, toTexts } from './list-checks.ts'

export const deleteManyChecks: readonly Check[] = [
  createCheck(
    'deletes in deleteAll the entries at a base and under it, and no other',
    ['deleteAll'],
    async (context) => {
      const { store } = context
      for (const [name, setEntries] of Object.entries({ 'at.json': setEntriesAt, under: setEntriesUnder })) {
        await setEntries(context, name)
        const others = await setOthers(context, name)
        await store.deleteAll(`${context.base}/${name}`)
        await expectOnly(context, others, 'deleteAll')
      }
      await store.deleteAll(`${context.base}/nothing`)
    },
  ),
  createCheck('keeps entries deleted in deleteAll if their set was still running', ['deleteAll'], async (context) => {
    const { store } = context
    const addresses = ['1', '2', '3'].map((key) => createAddress(context, 'late', key))
    for (let round = 0; round < 5; round += 1) {
      const setting = addresses.map((address) => setValue(store, address, 'x'.repeat(10_000)))
      await store.deleteAll(`${context.base}/late`)
      await Promise.allSettled(setting)
      await expectOnly(context, [], 'deleteAll, which was called after set')
    }
  }),
  createCheck(
    'deletes in deleteWhere only what matches, and shows each entry to the caller',
    ['deleteWhere'],
    async (context) => {
      const { store } = context
      const base = `${context.base}/some`
      await setEntriesUnder(context, 'some')
      const others = await setOthers(context, 'some')
      const before = await collect(store.list(base))
      const shown: EntryStat[] = []
      await store.deleteWhere(base, (stat) => shown.push(stat) > 0 && stat.key === '1')
      expectSame(toSorted(shown), toSorted(before), 'what deleteWhere gave to its function')
      const kept = before.map(({ address }) => address).filter(({ key }) => key !== '1')
      await expectOnly(context, [...kept, ...others], 'deleteWhere')
    },
  ),
  createCheck(
    'deletes in deleteTagged all entries with one of the tags, and no other',
    ['deleteTagged'],
    async (context) => {
      const { store } = context
      const tagsOf = { a: ['x'], b: ['y', 'z'], c: ['z'], d: [] }
      for (const [name, tags] of Object.entries(tagsOf)) {
        await setValue(store, createAddress(context, name, '1'), name, { tags })
      }
      await store.deleteTagged(['x', 'y'])
      const kept = ['c', 'd'].map((name) => createAddress(context, name, '1'))
      await expectOnly(context, kept, 'deleteTagged')
    },
  ),
  createCheck(
    'deletes in sync.deleteAll before it returns, even if a set is running',
    ['sync.deleteAll'],
    async (context) => {
      const { store } = context
      if (store.sync?.deleteAll === undefined) return
      const [stored, late] = [createAddress(context, 'sync', '1'), createAddress(context, 'sync', '2')]
      await setValue(store, stored, 1)
      const others = await setOthers(context, 'sync')
      const setting = [stored, late].map((address) => setValue(store, address, 'x'.repeat(10_000)))
      store.sync.deleteAll(`${context.base}/sync`)
      expectSame(store.sync.get(stored, builtInTypes), null, 'sync.get after sync.deleteAll')
      await Promise.allSettled(setting)
      await expectOnly(context, others, 'sync.deleteAll')
    },
  ),
]

/** Sets entries that only look as if they were under the base. */
async function setOthers(context: CheckContext, name: string): Promise<readonly Address[]> {
  const addresses = [`${name}-old`, `${name}2/a`].map((other) => createAddress(context, other, '1'))
  for (const address of addresses) await setValue(context.store, address, 'kept')
  return addresses
}

/** Deletes the entries that are left, so that the next step begins without any. */
async function expectOnly(context: CheckContext, addresses: readonly Address[], deleted: string): Promise<void> {
  const { base, store } = context
  const found = await collect(store.list(base))
  expectSame(toTexts(found), toTexts(addresses.map((address) => ({ address }))), `the list after ${deleted}`)
  for (const address of addresses) {
    expectSame((await getValue(store, address)) === null, false, `whether get finds nothing at ${address.path}`)
    await store.delete(address)
  }
}

function toSorted(stats: readonly EntryStat[]): readonly unknown[] {
  return stats.map(({ address, key, size }) => JSON.stringify([address.path, key, size])).sort()
}
