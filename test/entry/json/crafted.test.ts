import { afterEach, describe, expect, test } from 'vitest'
import { sha256 } from '#sha256'
import { CachettaError } from '../../../src/errors.ts'
import { expectSame } from '../expect-same.ts'
import { decode } from '../samples.ts'

// Entries that somebody made on purpose: whole, with a true checksum, and hostile.

function crafted(value: string, meta?: string, header = '"key":"","storedAt":1'): string {
  const start = `{"cachetta":1,${header},"checksum":"`
  const end = `",\n"value":${value}${meta === undefined ? '' : `,\n"meta":${meta}`}}\n`
  return start + sha256(start + end) + end
}

function annotated(value: string, values: string): string {
  return crafted(value, `{"values":${values},"v":1}`)
}

const many = (count: number, piece: string): string => Array.from({ length: count }, () => piece).join(',')

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
})

const unsafe: [title: string, text: string][] = [
  ['an unknown class', annotated('{"a":1}', '["class","Ghost"]'.replace(/.*/, '[$&]'))],
  ['a class named like a method of all objects', annotated('{}', '[["class","toString"]]')],
  ['a class named __proto__', annotated('{}', '[["class","__proto__"]]')],
  ['a function', annotated('"() => 1"', '["function"]')],
  ['a symbol', annotated('"s"', '[["symbol","s"]]')],
  ['a custom type', annotated('"s"', '[["custom","User"]]')],
  ['a typed array as superjson writes it', annotated('[1]', '[["typed-array","Int8Array"]]')],
  ['a typed array of a length nobody has', annotated('{"length":4294967295}', '[["typed-array","Float64Array"]]')],
  ['an error as superjson writes it', annotated('{"name":"E","message":"m","stack":"s"}', '["Error"]')],
  ['the key __proto__', crafted('{"a":{"__proto__":{"polluted":1}}}')],
  ['the key __proto__ in disguise', crafted('{"\\u005f_proto__":{"polluted":1}}')],
  ['the key constructor', crafted('[{"constructor":{"prototype":{"polluted":1}}}]')],
  ['the key prototype', crafted('{"prototype":1}')],
  ['the key __proto__ in the annotations', annotated('{}', '{"__proto__":["set"]}')],
  ['the key __proto__ in an allowed class', annotated('{"__proto__":{"polluted":1}}', '[["class","User"]]')],
  ['the key __proto__ in what was added to an error', annotated('{"props":{"__proto__":{}}}', '[["class","Error"]]')],
]

const damaged: [title: string, text: string][] = [
  ['a value too deep', crafted(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`)],
  ['a value a little too deep', crafted(nested(1100))],
  ['annotations too deep', annotated('[]', `${'["set",{"0":'.repeat(100_000)}["set"]${'}]'.repeat(100_000)}`)],
  [
    'equalities, which are never written',
    crafted('[[],[]]', '{"values":{"0":["set"]},"referentialEqualities":{"0":["1"]},"v":1}'),
  ],
  [
    'equalities that lead to a prototype',
    crafted('{"a":{}}', '{"referentialEqualities":{"a":["__proto__.polluted"]},"v":1}'),
  ],
  ['annotations of another version', crafted('["x"]', '{"values":{"0":["set"]},"v":0}')],
  ['annotations without a version', crafted('["x"]', '{"values":{"0":["set"]}}')],
  ['annotations that are none', crafted('1', '5')],
  ['annotations that are a list too long', annotated('[1]', '["set",{},{}]')],
  ['a path to a prototype', annotated('{"a":{}}', '{"a.__proto__.polluted":["undefined"]}')],
  ['a path to a constructor', annotated('{"a":{}}', '{"a.constructor.prototype":["set"]}')],
  ['a path to an inherited method', annotated('{}', '{"toString":["undefined"]}')],
  ['a path into a text', annotated('{"a":"x"}', '{"a.0":["set"]}')],
  ['a path to the length of a list', annotated('{"a":[1]}', '{"a.length":["number"]}')],
  ['a path beyond the end of a list', annotated('[null]', '{"4294967294":["undefined"]}')],
  ['an index that is written otherwise', annotated('[null]', '{"00":["undefined"]}')],
  ['a path with a broken escape', annotated('{"a\\\\b":null}', '{"a\\\\b":["undefined"]}')],
  ['a place that is annotated twice', annotated('{"a":[null]}', '{"a":["set"],"a.0":["undefined"]}')],
  ['a place that is annotated after its parts', annotated('{"a":[null]}', '{"a.0":["undefined"],"a":["set"]}')],
  ['a bigint that is none', annotated('"0x10"', '["bigint"]')],
  ['a bigint of another form', annotated('{"length":3}', '["bigint"]')],
  ['a Date that is none', annotated('"soon"', '["Date"]')],
  ['a number that is none', annotated('"1e5"', '["number"]')],
  ['a regular expression that is none', annotated('"/(/"', '["regexp"]')],
  ['a URL that is none', annotated('"x"', '["URL"]')],
  ['a Map of what are no pairs', annotated('[[1,2,3]]', '["map"]')],
  ['a Set of a text', annotated('"abc"', '["set"]')],
  ['a Set of a length nobody has', annotated('{"length":4294967295}', '["set"]')],
  ['undefined that hides a value', annotated('5', '["undefined"]')],
  ['a class that is no record', annotated('[1]', '[["class","User"]]')],
  ['bytes that are no base64', annotated('{"base64":"%%%"}', '[["class","Uint8Array"]]')],
  ['bytes that are no text', annotated('{"base64":{"length":4294967295}}', '[["class","Buffer"]]')],
  ['bytes that end within an element', annotated('{"base64":"AAA="}', '[["class","Float64Array"]]')],
  ['a reference to nothing', annotated('[{"number":7}]', '{"0":[["class","same object"]]}')],
  ['a reference to the name of a method', annotated('[{"number":"push"}]', '{"0":[["class","same object"]]}')],
  ['a reference to itself', annotated('{"number":0}', '[["class","same object"]]')],
  [
    'a reference to what is not made yet',
    annotated('{"stored":{"cents":{"number":0}}}', '[["class","Money"],{"stored.cents":[["class","same object"]]}]'),
  ],
  ['a header without a key', crafted('1', undefined, '"storedAt":1')],
  ['a header whose instant is a text', crafted('1', undefined, '"key":"","storedAt":"now"')],
  ['a header with tags that are no texts', crafted('1', undefined, '"key":"","storedAt":1,"tags":[5]')],
  ['a header with a version that is none', crafted('1', undefined, '"key":"","storedAt":1,"version":[]')],
]

describe('is unsafe', () => {
  test.each(unsafe)('%s', (_title, text) => expectRefusal(text, 'UNSAFE_TYPE'))
})

describe('is damaged', () => {
  test.each(damaged)('%s', (_title, text) => expectRefusal(text, 'DAMAGED'))
})

describe('takes bounded time', () => {
  const large: [title: string, text: string][] = [
    [
      'very many annotations',
      annotated(
        `[${many(50_000, 'null')}]`,
        `{${Array.from({ length: 50_000 }, (_, n) => `"${n}":["undefined"]`).join(',')}}`,
      ),
    ],
    ['a very long path', annotated('{}', `{"${'a.'.repeat(500_000)}":["undefined"]}`)],
    [
      'very long paths that share a beginning',
      annotated(
        nested(400),
        `{${Array.from({ length: 2000 }, (_, n) => `"${'a.'.repeat(399)}a${n}":["set"]`).join(',')}}`,
      ),
    ],
    [
      'very many references',
      annotated(
        `[${many(50_000, '{"number":0}')}]`,
        `{${Array.from({ length: 50_000 }, (_, n) => `"${n}":[["class","same object"]]`).join(',')}}`,
      ),
    ],
    ['a very long bigint', annotated(`"${'9'.repeat(300_000)}"`, '["bigint"]')],
    ['a very large Map', annotated(`[${many(50_000, '[{},1]')}]`, '["map"]')],
  ]
  test.each(large)('%s', (_title, text) => {
    const start = performance.now()
    try {
      decode(text)
    } catch (error) {
      expect(error).toBeInstanceOf(CachettaError)
    }
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})

test('what superjson would write for a harmless value is read', () => {
  expectSame(decode(annotated('{"a":[null,"NaN"]}', '{"a":["set",{"0":["undefined"],"1":["number"]}]}')), {
    a: new Set([undefined, Number.NaN]),
  })
})

function nested(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
}

function expectRefusal(text: string, code: string): void {
  const start = performance.now()
  expect(() => decode(text)).toThrow(expect.objectContaining({ code }))
  expect(performance.now() - start).toBeLessThan(10_000)
}
