import { afterEach, describe, expect, test } from 'vitest'
import { decodeEntry, decodeHeader } from '../../../src/entry/json/json-codec.ts'
import { CachettaError } from '../../../src/errors.ts'
import { expectSame } from '../expect-same.ts'
import { createEverything, decode, encode, types, User } from '../samples.ts'
import { addValidChecksum } from './create-text.ts'

const rounds = process.env['CACHETTA_LONG'] ? 2_000_000 : 25_000
const random = createRandom(20_260_101)

const values = [
  null,
  'é😀\ufffd"\\',
  [1, { a: [true, 1.5] }],
  Array.from({ length: 20 }, (_, id) => ({ id, name: `user ${id}`, tags: ['a'] })),
  createEverything(),
  new Map([[new Date(0), [undefined, 1n]]]),
  new User(new Set([new User('a')])),
]
const texts = values.map(encode)
const files = texts.map((text) => Buffer.from(text))

const before = ownKeysOfPrototypes()
afterEach(() => {
  expect(ownKeysOfPrototypes()).toEqual(before)
  expect(Object.keys({})).toEqual([])
})

describe('a damaged entry is refused, and never read as another value', () => {
  test('flipped bytes and bits', () => {
    expectNoOtherValue((file) => {
      const damaged = Buffer.from(file)
      for (let flips = 1 + randomBelow(3); flips > 0; flips--) {
        const at = randomBelow(file.length)
        damaged[at] = (damaged[at] ?? 0) ^ (randomBelow(2) === 0 ? 1 << randomBelow(8) : 1 + randomBelow(255))
      }
      return damaged
    })
  })

  test('truncations, and parts that are missing, repeated or zeroed', () => {
    expectNoOtherValue((file) => {
      const start = randomBelow(file.length)
      const end = start + 1 + randomBelow(file.length - start)
      switch (randomBelow(4)) {
        case 0:
          return file.subarray(0, start)
        case 1:
          return Buffer.concat([file.subarray(0, start), file.subarray(end)])
        case 2:
          return Buffer.concat([file.subarray(0, end), file.subarray(start)])
        default:
          return Buffer.from(file).fill(0, start, end)
      }
    })
  })

  test('splices of two valid entries', () => {
    expectNoOtherValue((file) => {
      const other = files[randomBelow(files.length)] ?? file
      // Half of the splices are at the end of the first line, where both parts are complete.
      const pickPlace = (some: Buffer): number =>
        randomBelow(2) === 0 ? some.indexOf('\n') + 1 : randomBelow(some.length)
      return Buffer.concat([file.subarray(0, pickPlace(file)), other.subarray(pickPlace(other))])
    })
  })

  test('an edited header', () => {
    const text = texts[2] ?? ''
    expect(() => decode(text.replace('"storedAt":17', '"storedAt":18'))).toThrow(/checksum/)
    expect(() => decode(text.replace('"key":"1', '"key":"2'))).toThrow(/checksum/)
    expect(() => decode(text.replace('{"cachetta":2,', '{"cachetta":2,"version":2,'))).toThrow(/checksum/)
  })
})

test('an entry with random edits and a valid checksum is read or refused, and changes no prototype', () => {
  const fragments = [
    'null',
    '{}',
    '[]',
    '"x"',
    '-1',
    '["Date"]',
    '["class","User"]',
    '["map",{"0.0":["set"]}]',
    '{"number":0}',
    '1e999',
  ]
  fragments.push(
    '["class","same object"]',
    '["typed-array","Int8Array"]',
    '["symbol","a"]',
    '"__proto__"',
    '"0.0.0"',
    '"a\\\\.b"',
  )
  for (let round = 0; round < rounds; round++) {
    const [, body = ''] = (texts[randomBelow(texts.length)] ?? '').split(/(?<=^.*\n)/s)
    const tokens = body.match(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^"[\]{}:,]+/g) ?? []
    for (let edits = 1 + randomBelow(3); edits > 0; edits--) {
      const other =
        randomBelow(2) === 0
          ? (fragments[randomBelow(fragments.length)] ?? '')
          : (tokens[randomBelow(tokens.length)] ?? '')
      tokens.splice(randomBelow(tokens.length), randomBelow(2), other)
    }
    undefinedIfRefused(() => decode(withChecksum(tokens.join(''))))
  }
})

function expectNoOtherValue(damage: (file: Buffer) => Buffer): void {
  let refused = 0
  for (let round = 0; round < rounds; round++) {
    const which = randomBelow(files.length)
    const text = damage(files[which] ?? Buffer.alloc(0)).toString()
    undefinedIfRefused(() => decodeHeader(text))
    const read = undefinedIfRefused(() => decodeEntry(text, types))
    if (read === undefined) refused++
    // A damaged byte may decode to the same text, and a splice may be a complete entry.
    else expectSame(read.value, values[texts.indexOf(text)])
  }
  expect(refused).toBeGreaterThan(rounds / 2)
}

function undefinedIfRefused<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof CachettaError) || !['DAMAGED', 'UNSAFE_TYPE'].includes(error.code)) throw error
    return undefined
  }
}

/** Makes a complete text of a body, with a valid checksum. */
function withChecksum(body: string): string {
  return addValidChecksum('{"cachetta":2,"key":"","storedAt":1,"checksum":"', `",\n${body}`)
}

function ownKeysOfPrototypes(): unknown[] {
  return [Object, Array, Map, Set, Date, RegExp, Error, Function, String, User].map((type) =>
    Reflect.ownKeys(type.prototype),
  )
}

function randomBelow(limit: number): number {
  return Math.floor(random() * limit)
}

/** The generator mulberry32, so every run has the same damage. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
