import { builtInTypes } from '../../entry/allowed-types.ts'
import type { Address } from '../../key/address.ts'
import { isUnder } from '../../key/address.ts'
import type { EntryStat } from '../store.ts'
import type { Check, CheckContext } from './check.ts'
import { collect, createAddress, createCheck, createExactAddress, getValue, setValue } from './check.ts'
import { expectSame, expectThat } from './expect.ts'

export const listChecks: readonly Check[] = [
  createCheck('returns from stat the header that get would return, and the size', [], async (context) => {
    const address = createAddress(context, 'described', '1')
    await setValue(context.store, address, { a: 1 })
    const stat = await context.store.stat(address)
    const { value: _, ...header } = (await context.store.get(address, builtInTypes)) ?? {}
    expectThat(stat !== null, 'stat returned null, but get returned an entry')
    const { address: found, path, size, ...rest } = stat ?? {}
    expectSame([found, rest], [address, header], 'address and header that stat returns')
    expectThat(typeof size === 'number' && size >= 0, `stat returned the size ${size}, which is not a number of bytes`)
    if (context.store.locate) expectSame(path, context.store.locate(address), 'the path that stat returns')
  }),
  createCheck('lists the entries at a base and under it, each once', [], async (context) => {
    for (const [name, setEntries] of Object.entries({ 'at.json': setEntriesAt, under: setEntriesUnder })) {
      const addresses = await setEntries(context, name)
      const found = await collect(context.store.list(`${context.base}/${name}`))
      expectSame(toTexts(found), toTexts(addresses.map((address) => ({ address }))), 'the listed addresses')
    }
  }),
  createCheck('lists all entries for the base that is empty', [], async (context) => {
    // Among paths that are files, the base '' is the working directory.
    if (context.store.createPathResolver !== undefined) return 'the paths of the store are files'
    const addresses = await setEntriesUnder(context, 'all')
    const found = (await collect(context.store.list(''))).filter(({ address }) => isUnder(context.base, address))
    expectSame(toTexts(found), toTexts(addresses.map((address) => ({ address }))), 'the listed addresses of a check')
  }),
  createCheck('lists addresses that get, stat and delete accept', [], async (context) => {
    await setEntriesUnder(context, 'found')
    const base = `${context.base}/found`
    for (const stat of await collect(context.store.list(base))) {
      expectSame(await context.store.stat(stat.address), stat, 'stat of a listed address')
      const value = await getValue(context.store, stat.address)
      expectSame(value, { value: stat.key }, 'the value at a listed address')
      await context.store.delete(stat.address)
    }
    expectSame(await collect(context.store.list(base)), [], 'the list after all listed entries were deleted')
  }),
  createCheck('does not list a path that only starts with the same characters as the base', [], async (context) => {
    for (const name of ['users2', 'users2/a', 'users-old', 'user', 'users.json']) {
      await setValue(context.store, createAddress(context, name, '1'), name)
    }
    const found = await collect(context.store.list(`${context.base}/users`))
    expectSame(toTexts(found), [], 'the list of a base without entries')
  }),
  createCheck('lets a reader stop in the middle of a list', [], async (context) => {
    const base = `${context.base}/many`
    for (const key of ['1', '2', '3']) await setValue(context.store, createAddress(context, 'many', key), key)
    for await (const stat of context.store.list(base)) {
      expectThat(stat.key !== '', 'list yielded an entry without its key')
      break
    }
    const found = await collect(context.store.list(base))
    expectSame(found.length, 3, 'the number of listed entries after an interrupted list')
  }),
  createCheck('finds entries of path functions by tag', [], async (context) => {
    const [one, two, other] = ['a/1.json', 'b/2.json', 'c.json'].map((name) => createExactAddress(context, name, name))
    if (one === undefined || two === undefined || other === undefined) return
    const tag = `${context.base} tag`
    await setValue(context.store, one, 1, { tags: [tag, 'x'] })
    await setValue(context.store, two, 2, { tags: [tag] })
    await setValue(context.store, other, 3, { tags: ['another'] })
    const found = toTexts(await findTagged(context, tag))
    expectSame(found, toTexts([{ address: one }, { address: two }]), 'the entries with a tag')
    await setValue(context.store, one, 1)
    await context.store.delete(two)
    const rest = toTexts(await findTagged(context, tag))
    expectSame(rest, [], 'the entries with a tag, after one lost the tag and the other was deleted')
  }),
  createCheck('finds the entries under a base by tag', ['taggedUnder'], async (context) => {
    const { store } = context
    const base = `${context.base}/tagged`
    const names = ['tagged', 'tagged/sub.json', 'tagged/deep/er', 'tagged-not']
    const [at, sub, deep, outside] = names.map((name) => createAddress(context, name, '1'))
    if (at === undefined || sub === undefined || deep === undefined || outside === undefined) return
    for (const address of [at, deep, outside]) await setValue(store, address, 1, { tags: ['one', 'x'] })
    await setValue(store, sub, 1, { tags: ['two'] })
    await setValue(store, createAddress(context, 'tagged', '2'), 1)
    const find = async (...tags: string[]) => [...new Set(toTexts(await collect(store.taggedUnder(base, tags))))]
    const textsOf = (...addresses: Address[]) => toTexts(addresses.map((address) => ({ address })))
    expectSame(await find('one', 'two'), textsOf(at, sub, deep), 'the entries under a base with one of two tags')
    await setValue(store, at, 1)
    await store.delete(deep)
    expectSame(await find('one', 'two'), textsOf(sub), 'these entries, after one lost its tag and one was deleted')
  }),
  createCheck('removes no entry in sweep', ['sweep'], async (context) => {
    const base = `${context.base}/swept`
    await context.store.sweep(base)
    const addresses = await setEntriesUnder(context, 'swept')
    await context.store.sweep(base)
    const found = await collect(context.store.list(base))
    expectSame(found.length, addresses.length, 'the number of entries after sweep')
  }),
]

/** Sets entries at a base: one without a key, and two with a key. Each value is the key of its entry. */
export function setEntriesAt(context: CheckContext, name: string): Promise<readonly Address[]> {
  const addresses = ['', '1', '2'].map((key) => createAddress(context, name, key))
  return setAll(context, addresses)
}

/** Sets entries under a base at several depths, and one at it with a key. In a file store, the base is a directory. */
export function setEntriesUnder(context: CheckContext, name: string): Promise<readonly Address[]> {
  return setAll(context, [
    createAddress(context, name, '1'),
    createAddress(context, `${name}/sub.json`, '1'),
    createAddress(context, `${name}/sub.json`),
    createAddress(context, `${name}/deep/er`),
    createExactAddress(context, `${name}/by-function.json`, 'f'),
  ])
}

async function setAll(context: CheckContext, addresses: readonly Address[]): Promise<readonly Address[]> {
  for (const address of addresses) await setValue(context.store, address, address.key)
  return addresses
}

/** Finds the entries of this check that have a tag and whose path a path function returned. */
export async function findTagged({ store, base }: CheckContext, tag: string): Promise<EntryStat[]> {
  const found = await collect(store.tagged === undefined ? store.list('') : store.tagged(tag))
  return found.filter(({ tags, address }) => tags.includes(tag) && address.path.startsWith(base))
}

export function toTexts(stats: readonly Pick<EntryStat, 'address'>[]): string[] {
  return stats.map(({ address }) => `${address.path} ${address.key}`).sort()
}
