import { afterEach, describe, expect, test } from 'vitest'
import { CachettaError } from '../../../src/errors.ts'
import { expectSame } from '../expect-same.ts'
import { decode, User } from '../samples.ts'
import { createText } from './create-text.ts'

// Hostile entries: complete texts with a valid checksum that `encodeEntry` would not write.

function createAnnotatedText(value: string, values: string): string {
  return createText(value, `{"values":${values},"v":1}`)
}

const date = new Date(0).toJSON()

const repeat = (count: number, piece: string): string => Array.from({ length: count }, () => piece).join(',')

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
})

const unsafe: [title: string, text: string][] = [
  ['an unknown class', createAnnotatedText('{"a":1}', '["class","Ghost"]'.replace(/.*/, '[$&]'))],
  ['a class named like a method of all objects', createAnnotatedText('{}', '[["class","toString"]]')],
  ['a class named __proto__', createAnnotatedText('{}', '[["class","__proto__"]]')],
  ['a function', createAnnotatedText('"() => 1"', '["function"]')],
  ['a symbol', createAnnotatedText('"s"', '[["symbol","s"]]')],
  ['a custom type', createAnnotatedText('"s"', '[["custom","User"]]')],
  ['a typed array as superjson writes it', createAnnotatedText('[1]', '[["typed-array","Int8Array"]]')],
  [
    'a typed array of an impossible length',
    createAnnotatedText('{"length":4294967295}', '[["typed-array","Float64Array"]]'),
  ],
  ['an error as superjson writes it', createAnnotatedText('{"name":"E","message":"m","stack":"s"}', '["Error"]')],
  ['the key __proto__', createText('{"a":{"__proto__":{"polluted":1}}}')],
  ['the key __proto__ with an escape', createText('{"\\u005f_proto__":{"polluted":1}}')],
  ['the key __proto__ in the annotations', createAnnotatedText('{}', '{"__proto__":["set"]}')],
  ['the key __proto__ in an allowed class', createAnnotatedText('{"__proto__":{"polluted":1}}', '[["class","User"]]')],
  [
    'the key __proto__ in a property of an error',
    createAnnotatedText('{"props":{"__proto__":{}}}', '[["class","Error"]]'),
  ],
]

const damaged: [title: string, text: string][] = [
  ['a value that is much too deep', createText(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`)],
  ['a value that is a little too deep', createText(nestJson(501))],
  [
    'a value with a Date that is a little too deep',
    createAnnotatedText(`[${nestJson(500)},"${date}"]`, '{"1":["Date"]}'),
  ],
  ['ten million brackets', createText(`${'['.repeat(5_000_000)}${']'.repeat(5_000_000)}`)],
  ['brackets that never end', createText('[{"a":'.repeat(100_000))],
  ['the same key twice', createText('{"a":1,"a":2}')],
  ['the same key twice, once with an escape', createText('[{"a":{"b":1},"\\u0061":{"b":1}}]')],
  ['the same key twice, with spaces', createText('{"a" : "x:y" , "a" : "\\":"}')],
  ['the same key twice beside a Date', createAnnotatedText(`{"a":"${date}","b":{"c":1,"c":1}}`, '{"a":["Date"]}')],
  ['the same annotation twice', createAnnotatedText(`{"a":"${date}"}`, '{"a":["Date"],"a":["Date"]}')],
  ['a second value', createText('1,"value":2')],
  ['a second key in the header', createText('1', undefined, '"key":"","storedAt":1,"key":"2"')],
  ['a number that is too large', createText('1e999')],
  ['a number that is too small', createText('[{"a":-1e999}]')],
  ['a number that is too large beside a Date', createAnnotatedText(`[1e999,"${date}"]`, '{"1":["Date"]}')],
  ['a number with many digits', createText('9'.repeat(400))],
  ['a negative zero', createText('[-0]')],
  ['a negative zero with an exponent', createText('-0.0e5')],
  ['a time in the header that is too large', createText('1', undefined, '"key":"","storedAt":1e999')],
  ['a pair of a Map that is a Set', createAnnotatedText('[[1,2]]', '["map",{"0":["set"]}]')],
  ['a pair of a Map that is a Map', createAnnotatedText('[[[1,2],[3,4]]]', '["map",{"0":["map"]}]')],
  [
    'annotations that are too deep',
    createAnnotatedText('[]', `${'["set",{"0":'.repeat(100_000)}["set"]${'}]'.repeat(100_000)}`),
  ],
  [
    'referential equalities, which are never written',
    createText('[[],[]]', '{"values":{"0":["set"]},"referentialEqualities":{"0":["1"]},"v":1}'),
  ],
  [
    'referential equalities that lead to a prototype',
    createText('{"a":{}}', '{"referentialEqualities":{"a":["__proto__.polluted"]},"v":1}'),
  ],
  ['annotations of another version', createText('["x"]', '{"values":{"0":["set"]},"v":0}')],
  ['annotations without a version', createText('["x"]', '{"values":{"0":["set"]}}')],
  ['annotations that are a number', createText('1', '5')],
  ['annotations with too many elements', createAnnotatedText('[1]', '["set",{},{}]')],
  ['a path to a prototype', createAnnotatedText('{"a":{}}', '{"a.__proto__.polluted":["undefined"]}')],
  ['a path to a constructor', createAnnotatedText('{"a":{}}', '{"a.constructor.prototype":["set"]}')],
  ['a path to an inherited method', createAnnotatedText('{}', '{"toString":["undefined"]}')],
  ['a path into a string', createAnnotatedText('{"a":"x"}', '{"a.0":["set"]}')],
  ['a path to the length of a list', createAnnotatedText('{"a":[1]}', '{"a.length":["number"]}')],
  ['a path beyond the end of a list', createAnnotatedText('[null]', '{"4294967294":["undefined"]}')],
  ['an index with a leading zero', createAnnotatedText('[null]', '{"00":["undefined"]}')],
  ['a path with a broken escape', createAnnotatedText('{"a\\\\b":null}', '{"a\\\\b":["undefined"]}')],
  ['a place that is annotated twice', createAnnotatedText('{"a":[null]}', '{"a":["set"],"a.0":["undefined"]}')],
  [
    'a place that is annotated after its parts',
    createAnnotatedText('{"a":[null]}', '{"a.0":["undefined"],"a":["set"]}'),
  ],
  ['a bigint that is not decimal', createAnnotatedText('"0x10"', '["bigint"]')],
  ['a bigint that is too long to be written', createAnnotatedText(`"${'9'.repeat(100_002)}"`, '["bigint"]')],
  ['a bigint that is an object', createAnnotatedText('{"length":3}', '["bigint"]')],
  ['a Date that is not a time', createAnnotatedText('"soon"', '["Date"]')],
  ['a number that is plain JSON', createAnnotatedText('"1e5"', '["number"]')],
  ['an invalid regular expression', createAnnotatedText('"/(/"', '["regexp"]')],
  ['an invalid URL', createAnnotatedText('"x"', '["URL"]')],
  ['a Map of elements that are not pairs', createAnnotatedText('[[1,2,3]]', '["map"]')],
  ['a Set from a string', createAnnotatedText('"abc"', '["set"]')],
  ['a Set of an impossible length', createAnnotatedText('{"length":4294967295}', '["set"]')],
  ['undefined that hides a value', createAnnotatedText('5', '["undefined"]')],
  ['an instance from an array', createAnnotatedText('[1]', '[["class","User"]]')],
  ['bytes that are not base64', createAnnotatedText('{"base64":"%%%"}', '[["class","Uint8Array"]]')],
  ['bytes that are not a string', createAnnotatedText('{"base64":{"length":4294967295}}', '[["class","Buffer"]]')],
  ['bytes that end inside an element', createAnnotatedText('{"base64":"AAA="}', '[["class","Float64Array"]]')],
  [
    'a reference to an object that does not exist',
    createAnnotatedText('[{"number":7}]', '{"0":[["class","same object"]]}'),
  ],
  [
    'a reference to the name of a method',
    createAnnotatedText('[{"number":"push"}]', '{"0":[["class","same object"]]}'),
  ],
  ['a reference to itself', createAnnotatedText('{"number":0}', '[["class","same object"]]')],
  [
    'a reference to an object that does not exist yet',
    createAnnotatedText(
      '{"stored":{"cents":{"number":0}}}',
      '[["class","Money"],{"stored.cents":[["class","same object"]]}]',
    ),
  ],
  ['a header without a key', createText('1', undefined, '"storedAt":1')],
  ['a header with a string as its time', createText('1', undefined, '"key":"","storedAt":"now"')],
  ['a header with tags that are not strings', createText('1', undefined, '"key":"","storedAt":1,"tags":[5]')],
  ['a header with an invalid version', createText('1', undefined, '"key":"","storedAt":1,"version":[]')],
]

describe('is unsafe', () => {
  test.each(unsafe)('%s', (_title, text) => expectError(text, 'UNSAFE_TYPE'))
})

describe('is damaged', () => {
  test.each(damaged)('%s', (_title, text) => expectError(text, 'DAMAGED'))
})

describe('takes limited time', () => {
  const large: [title: string, text: string][] = [
    [
      'very many annotations',
      createAnnotatedText(
        `[${repeat(50_000, 'null')}]`,
        `{${Array.from({ length: 50_000 }, (_, n) => `"${n}":["undefined"]`).join(',')}}`,
      ),
    ],
    ['a very long path', createAnnotatedText('{}', `{"${'a.'.repeat(500_000)}":["undefined"]}`)],
    [
      'very long paths that share a beginning',
      createAnnotatedText(
        nestJson(400),
        `{${Array.from({ length: 2000 }, (_, n) => `"${'a.'.repeat(399)}a${n}":["set"]`).join(',')}}`,
      ),
    ],
    [
      'very many references',
      createAnnotatedText(
        `[${repeat(50_000, '{"number":0}')}]`,
        `{${Array.from({ length: 50_000 }, (_, n) => `"${n}":[["class","same object"]]`).join(',')}}`,
      ),
    ],
    ['a very long bigint', createAnnotatedText(`"${'9'.repeat(300_000)}"`, '["bigint"]')],
    ['a very large Map', createAnnotatedText(`[${repeat(50_000, '[{},1]')}]`, '["map"]')],
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

describe('is read, because it can be written', () => {
  const nested = (depth: number): unknown => JSON.parse(nestJson(depth))
  const read: [title: string, text: string, value: unknown][] = [
    ['a value of 500 levels', createText(nestJson(500)), nested(500)],
    [
      'a value with a Date of 500 levels',
      createAnnotatedText(`[${nestJson(499)},"${date}"]`, '{"1":["Date"]}'),
      [nested(499), new Date(0)],
    ],
    [
      'colons, quotes and brackets in strings',
      createText('{"a:[\\"":":{\\\\","b":"\\\\\\":"}'),
      { 'a:["': ':{\\', b: '\\":' },
    ],
    [
      'the key constructor',
      createText('[{"constructor":{"prototype":{"polluted":1}}}]'),
      [{ constructor: { prototype: { polluted: 1 } } }],
    ],
    [
      'a path through the key constructor',
      createAnnotatedText(
        `{"constructor":{"prototype":{"polluted":"${date}"}}}`,
        '{"constructor.prototype.polluted":["Date"]}',
      ),
      { constructor: { prototype: { polluted: new Date(0) } } },
    ],
    [
      'the key constructor in an allowed class',
      createAnnotatedText('{"constructor":1,"name":2}', '[["class","User"]]'),
      Object.defineProperty(new User(2), 'constructor', { value: 1, enumerable: true }),
    ],
  ]
  test.each(read)('%s', (_title, text, value) => expect(decode(text)).toEqual(value))
})

test('a text that superjson writes for a harmless value is read', () => {
  expectSame(decode(createAnnotatedText('{"a":[null,"NaN"]}', '{"a":["set",{"0":["undefined"],"1":["number"]}]}')), {
    a: new Set([undefined, Number.NaN]),
  })
})

function nestJson(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
}

function expectError(text: string, code: string): void {
  const start = performance.now()
  expect(() => decode(text)).toThrow(expect.objectContaining({ code }))
  expect(performance.now() - start).toBeLessThan(10_000)
}
