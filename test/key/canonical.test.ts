import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { InvalidKeyError, keyText, mutate } from '../../src/index.ts'
import { canonicalText } from '../../src/key/canonical.ts'
import { createTestCache } from '../../src/testing.ts'

const textOf = (...args: unknown[]): string => canonicalText(args)

class Point {
  x: number
  y: number
  constructor(x: number, y: number) {
    this.x = x
    this.y = y
  }
}

class Money {
  #cents: number
  constructor(cents: number) {
    this.#cents = cents
  }
  toJSON(): unknown {
    return { cents: this.#cents }
  }
}

class Registry extends Map<unknown, unknown> {
  owner = 'me'
}

/** Gives a class the name of a built-in class. A declaration with this name would hide the built-in class. */
function withClassName<Class extends new (...args: never[]) => object>(name: string, type: Class): Class {
  return Object.defineProperty(type, 'name', { value: name })
}

// The text is part of entries, and its hash is part of file names. If one line changes, every user loses the cache.
const TEXTS: [name: string, args: unknown[], text: string][] = [
  ['no arguments', [], ''],
  [
    'primitives',
    [1, -0, 1.5, 1e21, Number.NaN, -Infinity, 1n, true, null, undefined],
    '1,-0,1.5,1e+21,NaN,-Infinity,1n,true,null,undefined',
  ],
  ['strings', ['a', 'say "hi"\\\n', 'é', '\ud800'], '"a","say \\"hi\\"\\\\\\n","é","\\ud800"'],
  ['a signal, which is left out', [1, new AbortController().signal], '1'],
  ['a signal in options that have nothing else', [1, { signal: AbortSignal.abort() }], '1'],
  ['a signal in options that have more', [{ page: 1, signal: AbortSignal.abort() }], '{"page":1}'],
  ['a signal between others', [AbortSignal.abort(), 1, [AbortSignal.abort(), 2]], 'undefined,1,[undefined,2]'],
  ['options that are empty', [1, {}], '1,{}'],
  ['objects', [{ b: 1, a: { d: undefined, c: null } }], '{"a":{"c":null,"d":undefined},"b":1}'],
  ['an object without a prototype', [Object.assign(Object.create(null), { a: 1 })], '{"a":1}'],
  // biome-ignore lint/suspicious/noSparseArray: the hole is the point
  ['arrays', [[1, , undefined, []]], '[1,hole,undefined,[]]'],
  ['an array with properties', [Object.assign([1, 2], { total: 3 })], '[1,2]{"total":3}'],
  [
    'a Map',
    [
      new Map<unknown, unknown>([
        ['b', 1],
        [{ k: 1 }, 2],
        ['a', 3],
      ]),
    ],
    'Map("a"=>3,"b"=>1,{"k":1}=>2)',
  ],
  ['a Set', [new Set(['b', 'a', 10, 9])], 'Set("a","b",10,9)'],
  ['dates', [new Date(0), new Date(Number.NaN)], 'Date(1970-01-01T00:00:00.000Z),Date(NaN)'],
  ['regular expressions', [/a"/gi, Object.assign(/b/y, { lastIndex: 3 })], 'RegExp("a\\"","gi"),RegExp("b","y",3)'],
  ['a URL', [new URL('https://a.example/b?c#d')], 'URL("https://a.example/b?c#d")'],
  ['search parameters', [new URLSearchParams('b=1&a=2')], 'URLSearchParams("b=1&a=2")'],
  [
    'boxed primitives',
    [Object(1), Object('a'), Object(true), Object(1n)],
    'Number(1),String("a"),Boolean(true),BigInt(1n)',
  ],
  [
    'bytes',
    [new Uint8Array([1, 255]), new Int8Array([-1]), Buffer.from('hi')],
    'Uint8Array(01ff),Int8Array(ff),class "Buffer" Uint8Array(6869)',
  ],
  [
    'numbers wider than a byte',
    [new Float64Array([1, -0, Number.NaN]), new Uint16Array([258]), new BigInt64Array([-1n])],
    'Float64Array(1,-0,NaN),Uint16Array(258),BigInt64Array(-1n)',
  ],
  [
    'buffers',
    [new Uint8Array([1, 2]).buffer, new SharedArrayBuffer(1), new DataView(new Uint8Array([1, 2, 3]).buffer, 1)],
    'ArrayBuffer(0102),SharedArrayBuffer(00),DataView(0203)',
  ],
  ['an error', [new TypeError('no', { cause: 1 })], 'TypeError Error{"cause":1,"message":"no","name":"TypeError"}'],
  [
    'an AggregateError',
    [new AggregateError([1], 'no')],
    'AggregateError Error{"errors":[1],"message":"no","name":"AggregateError"}',
  ],
  ['a DOMException', [new DOMException('no', 'AbortError')], 'DOMException Error{"message":"no","name":"AbortError"}'],
  ['instances', [new Point(1, 2), new Money(5)], 'class "Point"{"x":1,"y":2},class "Money"({"cents":5})'],
  ['a subclass of a built-in', [new Registry([[1, 2]])], 'class "Registry" Map(1=>2){"owner":"me"}'],
]

describe('the canonical text', () => {
  test.each(TEXTS)('of %s never changes', (_name, args, text) => {
    expect(canonicalText(args)).toBe(text)
  })

  test('distinguishes a missing argument, undefined, null and NaN', () => {
    const texts = [textOf(), textOf(undefined), textOf(null), textOf(Number.NaN), textOf(undefined, undefined)]
    expect(new Set(texts).size).toBe(texts.length)
  })

  test('distinguishes argument lists with the same members', () => {
    const texts = [textOf(1, 2), textOf([1, 2]), textOf('1,2'), textOf([1], 2), textOf('1', 2)]
    expect(new Set(texts).size).toBe(texts.length)
  })

  test('does not depend on the order of keys, entries and members', () => {
    expect(textOf({ a: 1, b: 2 })).toBe(textOf({ b: 2, a: 1 }))
    expect(textOf({ 9: 1, 10: 2 })).toBe(textOf({ 10: 2, 9: 1 }))
    expect(
      textOf(
        new Map([
          [{ a: 1 }, 1],
          [{ b: 1 }, 2],
        ]),
      ),
    ).toBe(
      textOf(
        new Map([
          [{ b: 1 }, 2],
          [{ a: 1 }, 1],
        ]),
      ),
    )
    expect(textOf(new Set([[1], [2]]))).toBe(textOf(new Set([[2], [1]])))
  })

  test('counts equal members of a Set and equal keys of a Map', () => {
    expect(textOf(new Set([{ a: 1 }, { a: 1 }]))).not.toBe(textOf(new Set([{ a: 1 }])))
    expect(
      textOf(
        new Map([
          [{}, 1],
          [{}, 1],
        ]),
      ),
    ).not.toBe(textOf(new Map([[{}, 1]])))
  })

  test('distinguishes every built-in type from values that look like it', () => {
    const bytes = new Uint8Array([1])
    const alike = [
      0, -0, '0', 0n, [0], Object(0), new Date(0), '1970-01-01T00:00:00.000Z', 'Date(1970-01-01T00:00:00.000Z)',
      {}, new Map(), new Set(), [], new Array(1), [undefined], new URLSearchParams(),
      bytes, Buffer.from(bytes), new Int8Array(bytes), new Uint8ClampedArray(bytes), new Uint16Array(bytes), [1],
      bytes.buffer, new DataView(bytes.buffer), { 0: 1 }, /1/, /1/g, '/1/', new Error('1'), new TypeError('1'),
      new Error('1', { cause: undefined }), Object.assign(new Error('1'), { code: 1 }), { name: 'Error', message: '1' },
      new URL('https://a.example/'), 'https://a.example/', 'null', 'undefined', 'NaN', 'hole', '^0',
    ] // biome-ignore format: a list to read across
    expect(new Set(alike.map((value) => textOf(value))).size).toBe(alike.length)
  })

  test('distinguishes classes by their names, even with the same content', () => {
    class Vector extends Point {}
    expect(textOf(new Point(1, 2))).toBe(textOf(new Point(1, 2)))
    const texts = [textOf(new Point(1, 2)), textOf(new Vector(1, 2)), textOf({ x: 1, y: 2 })]
    expect(new Set(texts).size).toBe(texts.length)
  })

  test("distinguishes a user's class from a built-in class of the same name", () => {
    const own = {
      Date: withClassName('Date', class { 0 = 1 }),
      Map: withClassName('Map', class { size = 0 }),
      SubDate: withClassName('Date', class extends Date {}),
      TypeError: withClassName('TypeError', class extends Error { override name = 'TypeError' }),
    } // biome-ignore format: a table
    expect(textOf(new own.Date())).toBe('class "Date"{"0":1}')
    expect(textOf(new own.Map())).toBe('class "Map"{"size":0}')
    expect(textOf(new own.SubDate(0))).not.toBe(textOf(new Date(0)))
    expect(textOf(new own.TypeError('no'))).not.toBe(textOf(new TypeError('no')))
  })

  test('reads the content of a built-in type even if a subclass overrides its methods', () => {
    class Silent extends Map<unknown, unknown> {
      override get size(): number {
        return 0
      }
      override forEach(): void {}
      override get [Symbol.toStringTag](): string {
        return 'Nothing'
      }
    }
    expect(textOf(new Silent([[1, 2]]))).toBe('class "Silent" Map(1=>2)')
  })

  test('is unambiguous for a class name that contains syntax', () => {
    const Odd = withClassName('A"{"x":1},class "B', class extends Point {})
    expect(textOf(new Odd(1, 2))).toBe('class "A\\"{\\"x\\":1},class \\"B"{"x":1,"y":2}')
  })

  test('distinguishes `arguments` from an array and from an object', () => {
    const args = (function (..._rest: unknown[]): object {
      // biome-ignore lint/complexity/noArguments: what is tested
      return arguments
    })(1, 2)
    expect(textOf(args)).toBe('Arguments[1,2]')
  })

  test('ignores the stack of an error, even if it is enumerable', () => {
    const there = Object.defineProperty(new Error('no'), 'stack', { value: 'elsewhere', enumerable: true })
    expect(textOf(there)).toBe(textOf(new Error('no')))
  })

  test('does not treat an object as built-in that only inherits from a built-in prototype', () => {
    expect(textOf(Object.assign(Object.create(Map.prototype), { a: 1 }))).toBe('class "Map"{"a":1}')
  })

  test('reads the properties of a large array of bytes if its class may have added some', () => {
    class Tagged extends Uint8Array {
      tag = ''
    }
    const [one, other] = ['one', 'other'].map((tag) => textOf(Object.assign(new Tagged(20_000), { tag })))
    expect(one).not.toBe(other)
  })

  test('keeps a property with the name __proto__', () => {
    expect(textOf(JSON.parse('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}')
  })

  test('is the same for values of another realm', () => {
    const code =
      '[{ a: [1] }, new Map([[1, new Set([2])]]), new Date(0), /a/g, new TypeError("no"), new Uint8Array([1]), Object(1)]'
    expect(canonicalText(runInNewContext(code))).toBe(canonicalText(runInNewContext(code)))
    expect(canonicalText(runInNewContext(code))).toBe(
      textOf(
        { a: [1] },
        new Map([[1, new Set([2])]]),
        new Date(0),
        /a/g,
        new TypeError('no'),
        new Uint8Array([1]),
        Object(1),
      ),
    )
  })
})

describe('references', () => {
  test('write a cycle as the level of the enclosing object', () => {
    const tree: Record<string, unknown> = { name: 'root' }
    tree['child'] = { parent: tree }
    expect(textOf(tree)).toBe('{"child":{"parent":^1},"name":"root"}')
  })

  test('distinguish a cycle to the parent from a cycle to the grandparent', () => {
    const near: Record<string, unknown> = { a: {} }
    const far: Record<string, unknown> = { a: {} }
    near['a'] = Object.assign({}, { up: null as unknown })
    Object.assign(near['a'] as object, { up: near['a'] })
    far['a'] = { up: far }
    expect(textOf(near)).not.toBe(textOf(far))
  })

  test('lead through Maps, Sets, errors and toJSON', () => {
    const map = new Map<unknown, unknown>()
    const error = new Error('no', { cause: map })
    map.set('error', error).set('set', new Set([map]))
    expect(textOf(map)).toBe('Map("error"=>Error{"cause":^1,"message":"no","name":"Error"},"set"=>Set(^1))')
  })

  test('write a shared object at each place', () => {
    const shared = { a: 1 }
    expect(textOf(shared, [shared, shared])).toBe(textOf({ a: 1 }, [{ a: 1 }, { a: 1 }]))
  })
})

test('keyText is the key of an address and of a listed entry', async () => {
  const { cache } = createTestCache()
  await mutate(cache, ['user', { b: 1, a: 2 }], 1)
  for await (const { key } of cache.entries()) expect(key).toBe(keyText('user', { a: 2, b: 1 }))
  expect([keyText(), keyText('a'), keyText(1)]).toEqual(['', '"a"', '1'])
  expect(() => keyText(() => 1)).toThrow(InvalidKeyError)
})
