import { allowedTypes } from '../../entry/allowed-types.ts'
import type { Check } from './check.ts'
import { addressAt, builtIn, entryFor, put, valueAt } from './check.ts'
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
]

export const valueChecks: readonly Check[] = [
  {
    title: 'answers what was set: the value, its key and its instant',
    async run(bench) {
      const address = addressAt(bench, 'users.json', '1')
      const entry = entryFor(address, { id: 1, names: ['Ada', 'Grace'], nested: { deep: [{ ok: true }] } })
      await bench.store.set(address, entry, builtIn)
      const found = await bench.store.get(address, builtIn)
      expectThat(found !== null, 'get answered null right after set resolved')
      expectSame(found?.value, entry.value, 'the value that get answers')
      expectSame([found?.key, found?.storedAt], [entry.key, entry.storedAt], 'key and storedAt that get answers')
    },
  },
  {
    title: 'keeps every kind of value that can be stored',
    async run(bench) {
      for (const [index, [kind, value]] of kinds.entries()) {
        const address = addressAt(bench, 'kinds', String(index))
        await put(bench.store, address, value)
        expectSame(await valueAt(bench.store, address), { value }, `${kind}, set and got`)
      }
    },
  },
  {
    title: 'keeps version and tags, and their absence',
    async run(bench) {
      const address = addressAt(bench, 'header')
      for (const more of [{ version: 2, tags: ['user:1', 'a b'] }, { version: 'two', tags: [] }, { tags: [] }]) {
        await put(bench.store, address, 1, more)
        const found = await bench.store.get(address, builtIn)
        expectSame([found?.version, found?.tags], [more.version, more.tags], 'version and tags that get answers')
        const stat = await bench.store.stat(address)
        expectSame([stat?.version, stat?.tags], [more.version, more.tags], 'version and tags that stat answers')
      }
    },
  },
  {
    title: 'revives a class for those who allow it, and for nobody else',
    async run(bench) {
      const address = addressAt(bench, 'point')
      const types = allowedTypes([Point])
      await bench.store.set(address, entryFor(address, new Point(3)), types)
      const value = (await bench.store.get(address, types))?.value
      expectThat(value instanceof Point && value.x === 3, 'get did not answer an instance of an allowed class as one')
      const get = (): Promise<unknown> => bench.store.get(address, builtIn)
      await expectFailure(get, ['UNSAFE_TYPE'], 'get of a class that is not allowed')
    },
  },
  {
    title: 'refuses a value that could not come back, and keeps what was there',
    async run(bench) {
      const address = addressAt(bench, 'refused')
      await put(bench.store, address, 'before')
      const set = (): Promise<void> => put(bench.store, address, { run: () => undefined })
      await expectFailure(set, ['UNSAFE_TYPE'], 'set of a function')
      expectSame(await valueAt(bench.store, address), { value: 'before' }, 'the entry after a refused set')
    },
  },
  {
    title: 'keeps a copy: changing a value after set changes nothing',
    async run(bench) {
      const address = addressAt(bench, 'copied')
      const value = { list: [1] }
      const tags = ['a']
      await put(bench.store, address, value, { tags })
      value.list.push(2)
      tags.push('b')
      const found = await bench.store.get(address, builtIn)
      expectSame([found?.value, found?.tags], [{ list: [1] }, ['a']], 'value and tags, changed by the caller after set')
    },
  },
  {
    title: 'gives a copy: changing a value that get gave changes nothing',
    async run(bench) {
      const address = addressAt(bench, 'given')
      await put(bench.store, address, new Map([['a', 1]]))
      const value = (await bench.store.get(address, builtIn))?.value
      if (value instanceof Map) value.set('b', 2)
      expectSame(await valueAt(bench.store, address), { value: new Map([['a', 1]]) }, 'the value, changed by a reader')
    },
  },
]
