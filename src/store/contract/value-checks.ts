import { builtInTypes, createAllowedTypes } from '../../entry/allowed-types.ts'
import type { Check } from './check.ts'
import { collect, createAddress, createCheck, createEntry, getValue, setValue } from './check.ts'
import { expectFailure, expectSame, expectThat } from './expect.ts'

class Point {
  readonly x: number
  constructor(x: number) {
    this.x = x
  }
}

const kinds: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['false', false],
  ['0', 0],
  ['-0', -0],
  ['NaN', Number.NaN],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['an empty string', ''],
  ['text beyond ASCII', 'Zoë – 日本語 – 🦔 – \u2028'],
  ['a bigint', 2n ** 80n],
  ['a Date', new Date(Date.UTC(2020, 5, 1))],
  ['a RegExp', /a+b/gi],
  ['a URL', new URL('https://example.org/a?b=c#d')],
  [
    'a Map',
    new Map<unknown, unknown>([
      ['a', 1],
      [2, { b: undefined }],
    ]),
  ],
  ['a Set', new Set([1, '1', null])],
  ['an Error', new TypeError('no')],
  ['bytes', new Uint8Array([0, 1, 254, 255])],
  ['floats with NaN', new Float64Array([1.5, Number.NaN, -0])],
  ['an ArrayBuffer', new Uint8Array([7, 8, 9]).buffer],
  ['an array with undefined', [undefined, null, [undefined]]],
  ['an object with undefined', { a: undefined, b: null }],
  ['keys that every object inherits', { constructor: { prototype: 1 }, toString: 2, hasOwnProperty: null }],
  ['such keys beside a Date', [{ constructor: new Date(0), valueOf: { prototype: new Map([['constructor', 1]]) } }]],
]

const wrongNumbers = [
  ['storedAt', Number.POSITIVE_INFINITY],
  ['storedAt', Number.NaN],
  ['version', Number.NaN],
  ['duration', Number.NaN],
  ['staleDuration', -1],
] as const

export const valueChecks: readonly Check[] = [
  createCheck('returns from get what set stored: value, key and storedAt', [], async (context) => {
    const address = createAddress(context, 'users.json', '1')
    const entry = createEntry(address, { id: 1, names: ['Ada', 'Grace'], nested: { deep: [{ ok: true }] } })
    await context.store.set(address, entry, builtInTypes)
    const found = await context.store.get(address, builtInTypes)
    expectThat(found !== null, 'get returned null right after set resolved')
    expectSame(found?.value, entry.value, 'the value that get returns')
    expectSame([found?.key, found?.storedAt], [entry.key, entry.storedAt], 'key and storedAt that get returns')
  }),
  createCheck('keeps the spans of an entry: duration, staleDuration and staleIfError', [], async (context) => {
    const address = createAddress(context, 'tokens.json', '1')
    const spans = { duration: 60_000, staleDuration: 0, staleIfError: Number.POSITIVE_INFINITY }
    await setValue(context.store, address, 'token', spans)
    const found = { ...(await context.store.get(address, builtInTypes)) }
    expectSame([found.duration, found.staleDuration, found.staleIfError], Object.values(spans), 'spans from get')
    const stat = { ...(await context.store.stat(address)) }
    expectSame([stat.duration, stat.staleDuration, stat.staleIfError], Object.values(spans), 'spans from stat')
  }),
  createCheck('keeps every kind of value that can be stored', [], async (context) => {
    for (const [index, [kind, value]] of kinds.entries()) {
      const address = createAddress(context, 'kinds', String(index))
      await setValue(context.store, address, value)
      expectSame(await getValue(context.store, address), { value }, `get after set of ${kind}`)
    }
  }),
  createCheck('keeps version and tags, and keeps them absent', [], async (context) => {
    const address = createAddress(context, 'header')
    for (const more of [
      { version: 2, tags: ['user:1', 'a b', 'ü', '日本語 🦔', 'a,b', '*', ''] },
      { version: 'two', tags: [] },
      { tags: [] },
    ]) {
      await setValue(context.store, address, 1, more)
      const found = await context.store.get(address, builtInTypes)
      expectSame([found?.version, found?.tags], [more.version, more.tags], 'version and tags that get returns')
      const stat = await context.store.stat(address)
      expectSame([stat?.version, stat?.tags], [more.version, more.tags], 'version and tags that stat returns')
    }
  }),
  createCheck('revives a class only for callers that allow it', [], async (context) => {
    const address = createAddress(context, 'point')
    const types = createAllowedTypes([Point])
    await context.store.set(address, createEntry(address, new Point(3)), types)
    const value = (await context.store.get(address, types))?.value
    expectThat(value instanceof Point && value.x === 3, 'get did not return an instance of an allowed class')
    const get = (): Promise<unknown> => context.store.get(address, builtInTypes)
    await expectFailure(get, ['UNSAFE_TYPE'], 'get of a class that is not allowed')
  }),
  createCheck('describes an entry to callers that do not know its class', [], async (context) => {
    const address = createAddress(context, 'unknown', '1')
    const entry = createEntry(address, new Point(3))
    await context.store.set(address, entry, createAllowedTypes([Point]))
    expectSame((await context.store.stat(address))?.key, '1', 'the key that stat returns for an allowed class')
    const listed = await collect(context.store.list(address.path))
    expectSame(listed.length, 1, 'the number of listed entries with an allowed class')
  }),
  createCheck('refuses a header that it could not return, and keeps the old entry', [], async (context) => {
    const address = createAddress(context, 'header refused')
    await setValue(context.store, address, 'before')
    for (const [field, number] of wrongNumbers) {
      const set = (): Promise<void> => setValue(context.store, address, 'after', { [field]: number })
      await expectFailure(set, ['UNSAFE_TYPE'], `set with ${field}: ${number}`)
    }
    expectSame(await getValue(context.store, address), { value: 'before' }, 'the value after a refused header')
  }),
  createCheck('refuses a value that it could not return, and keeps the old entry', [], async (context) => {
    const address = createAddress(context, 'refused')
    await setValue(context.store, address, 'before')
    const set = (): Promise<void> => setValue(context.store, address, { run: () => undefined })
    await expectFailure(set, ['UNSAFE_TYPE'], 'set of a function')
    expectSame(await getValue(context.store, address), { value: 'before' }, 'the value after a refused set')
  }),
  createCheck('stores a copy: a change of the value after set changes nothing', [], async (context) => {
    const address = createAddress(context, 'copied')
    const value = { list: [1] }
    const tags = ['a']
    await setValue(context.store, address, value, { tags })
    value.list.push(2)
    tags.push('b')
    const found = await context.store.get(address, builtInTypes)
    expectSame([found?.value, found?.tags], [{ list: [1] }, ['a']], 'value and tags, changed by the caller after set')
  }),
  createCheck('returns a copy: a change of the value by a reader changes nothing', [], async (context) => {
    const address = createAddress(context, 'returned')
    await setValue(context.store, address, new Map([['a', 1]]))
    const value = (await context.store.get(address, builtInTypes))?.value
    if (value instanceof Map) value.set('b', 2)
    const stored = await getValue(context.store, address)
    expectSame(stored, { value: new Map([['a', 1]]) }, 'the value after a reader changed its copy')
  }),
]
