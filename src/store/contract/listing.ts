import type { Address } from '../../key/address.ts'
import type { EntryStat } from '../store.ts'
import type { Bench, Check } from './check.ts'
import { addressAt, all, builtIn, exactAddressAt, put, valueAt } from './check.ts'
import { expectSame, expectThat } from './expect.ts'

export const listChecks: readonly Check[] = [
  {
    title: 'tells with stat what get would find, and its size',
    async run(bench) {
      const address = addressAt(bench, 'told', '1')
      await put(bench.store, address, { a: 1 })
      const stat = await bench.store.stat(address)
      const { value: _, ...header } = (await bench.store.get(address, builtIn)) ?? {}
      expectThat(stat !== null, 'stat answered null where get answers an entry')
      const { address: told, path, size, ...rest } = stat ?? {}
      expectSame([told, rest], [address, header], 'address and header that stat answers')
      expectThat(typeof size === 'number' && size >= 0, `stat answered the size ${size}, which is no number of bytes`)
      if (bench.store.locate) expectSame(path, bench.store.locate(address), 'the path that stat answers')
    },
  },
  {
    title: 'lists what lies at a base and under it, each once',
    async run(bench) {
      for (const [name, putSome] of Object.entries({ 'at.json': putAt, under: putUnder })) {
        const addresses = await putSome(bench, name)
        const found = await all(bench.store.list(`${bench.base}/${name}`))
        expectSame(textsOf(found), textsOf(addresses.map((address) => ({ address }))), 'the addresses that list yields')
      }
    },
  },
  {
    title: 'lists addresses by which the entries are found again',
    async run(bench) {
      await putUnder(bench, 'found')
      for (const stat of await all(bench.store.list(`${bench.base}/found`))) {
        expectSame(await bench.store.stat(stat.address), stat, 'stat of an address that list gave')
        expectSame(
          await valueAt(bench.store, stat.address),
          { value: stat.key },
          'the value at an address that list gave',
        )
        await bench.store.delete(stat.address)
      }
      expectSame(
        await all(bench.store.list(`${bench.base}/found`)),
        [],
        'what is listed after all that was listed is deleted',
      )
    },
  },
  {
    title: 'lists nothing of a base that only begins alike',
    async run(bench) {
      for (const name of ['users2', 'users2/a', 'users-old', 'user', 'users.json']) {
        await put(bench.store, addressAt(bench, name, '1'), name)
      }
      expectSame(textsOf(await all(bench.store.list(`${bench.base}/users`))), [], 'what is listed at an empty base')
    },
  },
  {
    title: 'lets a reader stop in the middle of a list',
    async run(bench) {
      for (const key of ['1', '2', '3']) await put(bench.store, addressAt(bench, 'many', key), key)
      for await (const stat of bench.store.list(`${bench.base}/many`)) {
        expectThat(stat.key !== '', 'list yielded an entry without its key')
        break
      }
      expectSame(
        (await all(bench.store.list(`${bench.base}/many`))).length,
        3,
        'the number of entries listed after an interrupted list',
      )
    },
  },
  {
    title: 'finds by tag what a path function named',
    async run(bench) {
      const [one, two, other] = ['a/1.json', 'b/2.json', 'c.json'].map((name) => exactAddressAt(bench, name, name))
      if (one === undefined || two === undefined || other === undefined) return
      const tag = `${bench.base} of everyone`
      await put(bench.store, one, 1, { tags: [tag, 'x'] })
      await put(bench.store, two, 2, { tags: [tag] })
      await put(bench.store, other, 3, { tags: ['another'] })
      expectSame(
        textsOf(await withTag(bench, tag)),
        textsOf([{ address: one }, { address: two }]),
        'the entries with a tag',
      )
      await put(bench.store, one, 1)
      await bench.store.delete(two)
      expectSame(
        textsOf(await withTag(bench, tag)),
        [],
        'the entries with a tag that one lost and that went with the other',
      )
    },
  },
  {
    title: 'sweeps without touching an entry',
    async run(bench) {
      if (bench.store.sweep === undefined) return
      await bench.store.sweep(`${bench.base}/swept`)
      const under = await putUnder(bench, 'swept')
      await bench.store.sweep(`${bench.base}/swept`)
      const found = await all(bench.store.list(`${bench.base}/swept`))
      expectSame(found.length, under.length, 'the number of entries after sweep')
    },
  },
]

/** Entries at a base: its own and those of its keys. Each has its own key as its value. */
function putAt(bench: Bench, name: string): Promise<readonly Address[]> {
  return putAll(bench, [addressAt(bench, name), addressAt(bench, name, '1'), addressAt(bench, name, '2')])
}

/** Entries under a base, near and far, beside some at it. A file cannot be a directory, too, so it has no own one. */
function putUnder(bench: Bench, name: string): Promise<readonly Address[]> {
  return putAll(bench, [
    addressAt(bench, name, '1'),
    addressAt(bench, `${name}/sub.json`, '1'),
    addressAt(bench, `${name}/sub.json`),
    addressAt(bench, `${name}/deep/er`),
    exactAddressAt(bench, `${name}/by-function.json`, 'f'),
  ])
}

async function putAll(bench: Bench, addresses: readonly Address[]): Promise<readonly Address[]> {
  for (const address of addresses) await put(bench.store, address, address.key)
  return addresses
}

async function withTag({ store, base }: Bench, tag: string): Promise<EntryStat[]> {
  const found = await all(store.tagged === undefined ? store.list('') : store.tagged(tag))
  return found.filter(({ tags, address }) => tags.includes(tag) && address.path.startsWith(base))
}

function textsOf(stats: readonly Pick<EntryStat, 'address'>[]): string[] {
  return stats.map(({ address }) => `${address.path} ${address.key}`).sort()
}
