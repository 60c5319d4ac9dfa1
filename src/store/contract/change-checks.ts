import { builtInTypes } from '../../entry/allowed-types.ts'
import type { Check } from './check.ts'
import { collect, createAddress, createCheck, createEntry, getValue, pause, setValue } from './check.ts'
import { expectSame, expectSoon, expectThat, waitUntil } from './expect.ts'

/** Stores that count an age in another unit, or with a timer that is too short, are found within this time, in milliseconds. */
const WAIT_MS = 600

const aDay = 86_400_000
/** A timer of most platforms ends at once if it is longer than 2³¹ milliseconds, and some media take only whole numbers. */
const lifetimes = [undefined, aDay, 400 * aDay, aDay + 0.5, Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY]

export const changeChecks: readonly Check[] = [
  createCheck('returns null for a missing entry', [], async (context) => {
    const address = createAddress(context, 'nothing', '1')
    expectSame(await context.store.get(address, builtInTypes), null, 'get of an entry that was never set')
    expectSame(await context.store.stat(address), null, 'stat of an entry that was never set')
  }),
  createCheck('replaces an entry as a whole', [], async (context) => {
    const address = createAddress(context, 'replaced')
    await setValue(context.store, address, { a: 1, b: 2 }, { storedAt: 1_000 })
    await setValue(context.store, address, { c: 3 }, { storedAt: 2_000 })
    const found = await context.store.get(address, builtInTypes)
    expectSame([found?.value, found?.storedAt], [{ c: 3 }, 2_000], 'value and storedAt after a second set')
  }),
  createCheck('keeps an entry during its lifetime, also if it replaces another one', [], async (context) => {
    const storedAt = Date.now()
    const addresses = lifetimes.map((lifetime) => createAddress(context, 'lifetime', String(lifetime)))
    for (const [index, address] of addresses.entries()) {
      for (const lifetime of [300, lifetimes[index]]) {
        await context.store.set(address, createEntry(address, `for ${lifetime}`, { storedAt }), builtInTypes, lifetime)
      }
    }
    await pause(WAIT_MS)
    for (const [index, address] of addresses.entries()) {
      const lifetime = lifetimes[index]
      expectSame(
        await getValue(context.store, address),
        { value: `for ${lifetime}` },
        `an entry with a lifetime of ${lifetime}`,
      )
    }
  }),
  createCheck('deletes an entry soon after its lifetime', ['expires'], async (context) => {
    const address = createAddress(context, 'short')
    const entry = createEntry(address, 1, { storedAt: Date.now() })
    await context.store.set(address, entry, builtInTypes, 100)
    const isGone = async () => (await context.store.get(address, builtInTypes)) === null
    await expectSoon(waitUntil(isGone), 'the wait for the end of an entry with a lifetime of 100 ms')
  }),
  createCheck('deletes an entry, and no other', [], async (context) => {
    const [deleted, kept] = [createAddress(context, 'some', '1'), createAddress(context, 'some', '2')]
    await setValue(context.store, deleted, 1)
    await setValue(context.store, kept, 2)
    await context.store.delete(deleted)
    expectSame(await context.store.get(deleted, builtInTypes), null, 'get after delete')
    expectSame(await context.store.stat(deleted), null, 'stat after delete')
    const listed = await collect(context.store.list(deleted.path))
    expectSame(listed.length, 1, 'the number of listed entries after one of two was deleted')
    expectSame(await getValue(context.store, kept), { value: 2 }, 'the value of another key after delete')
  }),
  createCheck('accepts the delete of a missing entry', [], async (context) => {
    await context.store.delete(createAddress(context, 'never', '1'))
  }),
  createCheck('keeps an entry deleted if its set was still running', [], async (context) => {
    for (let round = 0; round < 10; round += 1) {
      const address = createAddress(context, 'late', String(round))
      const setting = setValue(context.store, address, 'x'.repeat(10_000))
      await context.store.delete(address)
      await setting.catch(() => undefined)
      const found = await context.store.get(address, builtInTypes)
      expectSame(found, null, 'get after a delete that was called after set')
    }
  }),
  createCheck('keeps the value of the last set if calls overlap', [], async (context) => {
    for (let round = 0; round < 10; round += 1) {
      const address = createAddress(context, 'last', String(round))
      const large = setValue(context.store, address, 'x'.repeat(100_000))
      await Promise.all([large, context.store.delete(address), setValue(context.store, address, 'small')])
      const value = await getValue(context.store, address)
      expectSame(value, { value: 'small' }, 'the value after set, delete and set at the same time')
    }
  }),
  createCheck('shows an entry whole, old or new, while it is replaced', [], async (context) => {
    const address = createAddress(context, 'whole')
    const values = ['a', 'b'].map((letter) => Array.from({ length: 5_000 }, () => letter))
    await setValue(context.store, address, values[0])
    let isWriting = true
    const writing = replaceOften(
      () => setValue(context.store, address, values[0]),
      () => setValue(context.store, address, values[1]),
    )
    const stopped = writing.finally(() => {
      isWriting = false
    })
    while (isWriting) {
      const found = await getValue(context.store, address)
      expectThat(isWhole(found?.value), 'get returned a value that was never set, while the entry was replaced')
      await pause(0)
    }
    await stopped
  }),
]

async function replaceOften(setFirst: () => Promise<void>, setSecond: () => Promise<void>): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    await setSecond()
    await setFirst()
  }
}

function isWhole(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 5_000) return false
  return value.every((letter) => letter === value[0])
}
