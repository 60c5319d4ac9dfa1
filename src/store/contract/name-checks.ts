// Checks of paths, keys, bases and tags that a medium could mistake for others.

import { builtInTypes } from '../../entry/allowed-types.ts'
import type { Address } from '../../key/address.ts'
import type { Check, CheckContext } from './check.ts'
import { collect, createAddress, createCheck, createEntry, createExactAddress, getValue, setValue } from './check.ts'
import { expectSame } from './expect.ts'
import { findTagged, toTexts } from './list-checks.ts'

const longKey = 'x'.repeat(10_000)

const names = [
  ['users', ''],
  ['users', '1'],
  ['users', '"1"'],
  ['users', '1 '],
  ['users 1', ''],
  ['users.json', '1'],
  ['users', '"a"'],
  ['users', '"A"'],
  ['users', '"\u00e9"'],
  ['users', '"e\u0301"'],
  ['users', longKey],
  ['users', `${longKey}y`],
  ['é', '🦔'],
] as const

/** Each of them is a pattern in some medium, and matches the names in `decoys`. */
const patterns = [
  'a*b',
  'a?b',
  'a[xy]b',
  'a{x,y}b',
  'a\\*b',
  'a%b',
  'a_b',
  'a.b',
  '^a',
  '(a)',
  'a b',
  "a'b",
  'a"b',
  'é',
]
const decoys = ['axb', 'a', 'ab', 'a*', 'x', 'e']

/** Tags that a medium could cut, change or take for a pattern. */
const tags = [
  'ü',
  'team:日本語 🦔',
  'a,b',
  'a b',
  '*',
  '%',
  '_',
  '"',
  "'",
  '\\',
  '\n',
  '{a}',
  'constructor',
  'y'.repeat(300),
]

export const nameChecks: readonly Check[] = [
  createCheck('never returns the entry of another address', [], async (context) => {
    const addresses = names.map(([name, key]) => createAddress(context, name, key))
    for (const [index, address] of addresses.entries()) await setValue(context.store, address, index)
    for (const [index, address] of addresses.entries()) {
      const value = await getValue(context.store, address)
      expectSame(value, { value: index }, `the value at ${JSON.stringify(address).slice(0, 200)}`)
    }
  }),
  createCheck('compares the key if a path function returned the same path for several keys', [], async (context) => {
    const [mine, yours] = ['mine', 'yours'].map((key) => createExactAddress(context, 'same.json', key)) as [
      Address,
      Address,
    ]
    await setValue(context.store, mine, 'mine')
    expectSame(await context.store.get(yours, builtInTypes), null, 'get with another key')
    expectSame(await context.store.stat(yours), null, 'stat with another key')
  }),
  createCheck('takes no notice of givenPath', [], async (context) => {
    const address = createAddress(context, 'given', '1')
    const given = { ...address, givenPath: './given' }
    await context.store.set(given, createEntry(given, 1), builtInTypes)
    expectSame(await getValue(context.store, address), { value: 1 }, 'get without the givenPath of set')
    await context.store.delete(address)
    expectSame(await getValue(context.store, given), null, 'get with givenPath, after a delete without it')
  }),
  createCheck('takes no character of a base for a wildcard', [], async (context) => {
    await setPatterns(context)
    for (const name of patternsOf(context)) {
      const found = toTexts(await collect(context.store.list(`${context.base}/${name}`)))
      expectSame(found, textsUnder(context, name), `the list of the base ${name}`)
    }
  }),
  createCheck('takes no character of a base for a wildcard in deleteAll', ['deleteAll'], async (context) => {
    await setPatterns(context)
    const all = toTexts(await collect(context.store.list(context.base)))
    for (const [index, name] of patternsOf(context).entries()) {
      await context.store.deleteAll(`${context.base}/${name}`)
      const deleted = patternsOf(context)
        .slice(0, index + 1)
        .flatMap((each) => textsUnder(context, each))
      const expected = all.filter((text) => !deleted.includes(text))
      const found = toTexts(await collect(context.store.list(context.base)))
      expectSame(found, expected, `the list after deleteAll of ${name}`)
    }
  }),
  createCheck('finds tags of any characters', [], async (context) => {
    const addresses = await setTagged(context)
    for (const [tag, address] of addresses) {
      const found = toTexts(await findTagged(context, tag))
      expectSame(found, toTexts([{ address }]), `the entries with the tag ${JSON.stringify(tag)}`)
    }
  }),
  createCheck('finds tags of any characters under a base', ['taggedUnder'], async (context) => {
    for (const [tag, address] of await setTagged(context)) {
      const found = toTexts(await collect(context.store.taggedUnder(`${context.base}/tags`, [tag])))
      expectSame([...new Set(found)], toTexts([{ address }]), `the entries with the tag ${JSON.stringify(tag)}`)
    }
  }),
  createCheck('deletes tags of any characters in deleteTagged', ['deleteTagged'], async (context) => {
    const addresses = await setTagged(context)
    for (const [tag, address] of addresses) {
      await context.store.deleteTagged([tag])
      addresses.delete(tag)
      const found = toTexts(await collect(context.store.list(`${context.base}/tags`)))
      const expected = toTexts([...addresses.values()].map((each) => ({ address: each })))
      expectSame(found, expected, `the list after deleteTagged of ${JSON.stringify(tag)}, at ${address.path}`)
    }
  }),
]

/** Among paths that are files, a backslash is a separator. */
function patternsOf({ store }: CheckContext): readonly string[] {
  return store.createPathResolver === undefined ? patterns : patterns.filter((name) => !name.includes('\\'))
}

async function setPatterns(context: CheckContext): Promise<void> {
  for (const name of [...patternsOf(context), ...decoys]) {
    for (const part of [name, `${name}/e`]) await setValue(context.store, createAddress(context, part, '1'), part)
  }
}

function textsUnder(context: CheckContext, name: string): string[] {
  return toTexts([name, `${name}/e`].map((part) => ({ address: createAddress(context, part, '1') })))
}

/** Sets an entry for each tag. Returns their addresses by their tags, which belong to this check. */
async function setTagged(context: CheckContext): Promise<Map<string, Address>> {
  const addresses = new Map<string, Address>()
  for (const [index, name] of tags.entries()) {
    const tag = `${name} ${context.base}`
    const address = createExactAddress(context, `tags/${index}`, 'f')
    addresses.set(tag, address)
    await setValue(context.store, address, index, { tags: [tag] })
  }
  return addresses
}
