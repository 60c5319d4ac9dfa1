import type { Check } from './check.ts'
import { addressAt, all, builtIn, exactAddressAt, put, valueAt } from './check.ts'
import { expectFailure, expectSame, expectThat } from './expect.ts'

export const changeChecks: readonly Check[] = [
  {
    title: 'answers null where nothing is',
    async run(bench) {
      const address = addressAt(bench, 'nothing', '1')
      expectSame(await bench.store.get(address, builtIn), null, 'get of an entry that was never set')
      expectSame(await bench.store.stat(address), null, 'stat of an entry that was never set')
    },
  },
  {
    title: 'replaces an entry as a whole',
    async run(bench) {
      const address = addressAt(bench, 'replaced')
      await put(bench.store, address, { a: 1, b: 2 }, { storedAt: 1_000 })
      await put(bench.store, address, { c: 3 }, { storedAt: 2_000 })
      const found = await bench.store.get(address, builtIn)
      expectSame([found?.value, found?.storedAt], [{ c: 3 }, 2_000], 'the entry that was set last')
    },
  },
  {
    title: 'never lets two addresses answer for each other',
    async run(bench) {
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
      const addresses = [...names, ...others].map(([name, key]) => addressAt(bench, name, key))
      for (const [index, address] of addresses.entries()) await put(bench.store, address, index)
      for (const [index, address] of addresses.entries()) {
        expectSame(
          await valueAt(bench.store, address),
          { value: index },
          `the value at ${JSON.stringify(address).slice(0, 200)}`,
        )
      }
    },
  },
  {
    title: 'compares the key where a path function gave several keys one path',
    async run(bench) {
      await put(bench.store, exactAddressAt(bench, 'same.json', 'mine'), 'mine')
      const stranger = exactAddressAt(bench, 'same.json', 'yours')
      expectSame(await bench.store.get(stranger, builtIn), null, "get of another key's entry")
      expectSame(await bench.store.stat(stranger), null, "stat of another key's entry")
    },
  },
  {
    title: 'forgets an entry, and no other',
    async run(bench) {
      const [gone, kept] = [addressAt(bench, 'some', '1'), addressAt(bench, 'some', '2')]
      await put(bench.store, gone, 1)
      await put(bench.store, kept, 2)
      await bench.store.delete(gone)
      expectSame(await bench.store.get(gone, builtIn), null, 'get after delete resolved')
      expectSame(await bench.store.stat(gone), null, 'stat after delete resolved')
      expectSame(
        (await all(bench.store.list(gone.path))).length,
        1,
        'the number of entries listed after one of two was deleted',
      )
      expectSame(await valueAt(bench.store, kept), { value: 2 }, "another key's value after delete")
    },
  },
  {
    title: 'deletes what was never there',
    async run(bench) {
      await bench.store.delete(addressAt(bench, 'never', '1'))
    },
  },
  {
    title: 'brings nothing back that was being set when it was deleted',
    async run(bench) {
      for (let round = 0; round < 10; round += 1) {
        const address = addressAt(bench, 'late', String(round))
        const setting = put(bench.store, address, 'x'.repeat(10_000))
        await bench.store.delete(address)
        await setting.catch(() => undefined)
        expectSame(
          await bench.store.get(address, builtIn),
          null,
          'get after a delete that was asked for later than the set',
        )
      }
    },
  },
  {
    title: 'lets the set win that was asked for last',
    async run(bench) {
      for (let round = 0; round < 10; round += 1) {
        const address = addressAt(bench, 'last', String(round))
        const large = put(bench.store, address, 'x'.repeat(100_000))
        await Promise.all([large, bench.store.delete(address), put(bench.store, address, 'small')])
        expectSame(
          await valueAt(bench.store, address),
          { value: 'small' },
          'the value after set, delete and set at once',
        )
      }
    },
  },
  {
    title: 'shows an entry whole, old or new, while it is being replaced',
    async run(bench) {
      const address = addressAt(bench, 'whole')
      const values = ['a', 'b'].map((letter) => Array.from({ length: 5_000 }, () => letter))
      await put(bench.store, address, values[0])
      let isWriting = true
      const writing = replaceOften(
        () => put(bench.store, address, values[0]),
        () => put(bench.store, address, values[1]),
      )
      const stopped = writing.finally(() => {
        isWriting = false
      })
      while (isWriting) {
        const found = await valueAt(bench.store, address)
        expectThat(
          isOneOf(found?.value),
          'get answered something that was never set, while the entry was being replaced',
        )
        await new Promise((resolve) => setTimeout(resolve))
      }
      await stopped
    },
  },
  {
    title: 'answers damage with an error, never with a value',
    async run(bench) {
      if (bench.damage === undefined) return
      const address = addressAt(bench, 'damaged')
      await put(bench.store, address, { secret: 1 })
      await bench.damage(address)
      const get = (): Promise<unknown> => bench.store.get(address, builtIn)
      await expectFailure(get, ['DAMAGED', 'UNSAFE_TYPE'], 'get of a damaged entry')
      await put(bench.store, address, 'new')
      expectSame(await valueAt(bench.store, address), { value: 'new' }, 'an entry that was set over a damaged one')
    },
  },
]

async function replaceOften(one: () => Promise<void>, other: () => Promise<void>): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    await other()
    await one()
  }
}

function isOneOf(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 5_000) return false
  return value.every((letter) => letter === value[0])
}
