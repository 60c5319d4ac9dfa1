import { builtInTypes } from '../../entry/allowed-types.ts'
import type { Check } from './check.ts'
import { collect, createAddress, createExactAddress, getValue, setValue } from './check.ts'
import { expectFailure, expectSame, expectThat } from './expect.ts'

export const changeChecks: readonly Check[] = [
  {
    title: 'returns null for a missing entry',
    async run(context) {
      const address = createAddress(context, 'nothing', '1')
      expectSame(await context.store.get(address, builtInTypes), null, 'get of an entry that was never set')
      expectSame(await context.store.stat(address), null, 'stat of an entry that was never set')
    },
  },
  {
    title: 'replaces an entry as a whole',
    async run(context) {
      const address = createAddress(context, 'replaced')
      await setValue(context.store, address, { a: 1, b: 2 }, { storedAt: 1_000 })
      await setValue(context.store, address, { c: 3 }, { storedAt: 2_000 })
      const found = await context.store.get(address, builtInTypes)
      expectSame([found?.value, found?.storedAt], [{ c: 3 }, 2_000], 'value and storedAt after a second set')
    },
  },
  {
    title: 'keeps an entry during its lifetime, also if it replaces another one',
    async run(context) {
      const address = createAddress(context, 'lifetime')
      const aDay = 86_400_000
      for (const lifetime of [undefined, aDay]) {
        const entry = { key: address.key, storedAt: Date.now(), tags: [], value: `kept for ${lifetime}` }
        await context.store.set(address, entry, builtInTypes, lifetime)
        await new Promise((resolve) => setTimeout(resolve, 20)) // a store may write later than it resolves
        expectSame(await getValue(context.store, address), { value: entry.value }, 'the value after a set')
      }
    },
  },
  {
    title: 'never returns the entry of another address',
    async run(context) {
      const names = [
        ['users', ''],
        ['users', '1'],
        ['users', '"1"'],
        ['users', '1 '],
        ['users 1', ''],
      ] as const
      const others = [
        ['users.json', '1'],
        ['users', 'x'.repeat(10_000)],
        ['users', `${'x'.repeat(10_000)}y`],
        ['é', '🦔'],
      ] as const
      const addresses = [...names, ...others].map(([name, key]) => createAddress(context, name, key))
      for (const [index, address] of addresses.entries()) await setValue(context.store, address, index)
      for (const [index, address] of addresses.entries()) {
        const value = await getValue(context.store, address)
        expectSame(value, { value: index }, `the value at ${JSON.stringify(address).slice(0, 200)}`)
      }
    },
  },
  {
    title: 'compares the key if a path function returned the same path for several keys',
    async run(context) {
      await setValue(context.store, createExactAddress(context, 'same.json', 'mine'), 'mine')
      const other = createExactAddress(context, 'same.json', 'yours')
      expectSame(await context.store.get(other, builtInTypes), null, 'get with another key')
      expectSame(await context.store.stat(other), null, 'stat with another key')
    },
  },
  {
    title: 'deletes an entry, and no other',
    async run(context) {
      const [deleted, kept] = [createAddress(context, 'some', '1'), createAddress(context, 'some', '2')]
      await setValue(context.store, deleted, 1)
      await setValue(context.store, kept, 2)
      await context.store.delete(deleted)
      expectSame(await context.store.get(deleted, builtInTypes), null, 'get after delete')
      expectSame(await context.store.stat(deleted), null, 'stat after delete')
      const listed = await collect(context.store.list(deleted.path))
      expectSame(listed.length, 1, 'the number of listed entries after one of two was deleted')
      expectSame(await getValue(context.store, kept), { value: 2 }, 'the value of another key after delete')
    },
  },
  {
    title: 'accepts the delete of a missing entry',
    async run(context) {
      await context.store.delete(createAddress(context, 'never', '1'))
    },
  },
  {
    title: 'keeps an entry deleted if its set was still running',
    async run(context) {
      for (let round = 0; round < 10; round += 1) {
        const address = createAddress(context, 'late', String(round))
        const setting = setValue(context.store, address, 'x'.repeat(10_000))
        await context.store.delete(address)
        await setting.catch(() => undefined)
        const found = await context.store.get(address, builtInTypes)
        expectSame(found, null, 'get after a delete that was called after set')
      }
    },
  },
  {
    title: 'keeps the value of the last set if calls overlap',
    async run(context) {
      for (let round = 0; round < 10; round += 1) {
        const address = createAddress(context, 'last', String(round))
        const large = setValue(context.store, address, 'x'.repeat(100_000))
        await Promise.all([large, context.store.delete(address), setValue(context.store, address, 'small')])
        const value = await getValue(context.store, address)
        expectSame(value, { value: 'small' }, 'the value after set, delete and set at the same time')
      }
    },
  },
  {
    title: 'shows an entry whole, old or new, while it is replaced',
    async run(context) {
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
        await new Promise((resolve) => setTimeout(resolve))
      }
      await stopped
    },
  },
  {
    title: 'throws for a damaged entry instead of returning a value',
    async run(context) {
      if (context.damage === undefined) return
      const address = createAddress(context, 'damaged')
      await setValue(context.store, address, { secret: 1 })
      await context.damage(address)
      const get = (): Promise<unknown> => context.store.get(address, builtInTypes)
      await expectFailure(get, ['DAMAGED', 'UNSAFE_TYPE'], 'get of a damaged entry')
      await setValue(context.store, address, 'new')
      expectSame(await getValue(context.store, address), { value: 'new' }, 'the value after set over a damaged entry')
    },
  },
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
