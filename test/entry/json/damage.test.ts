import { afterEach, describe, expect, test } from 'vitest'
import { sha256 } from '#sha256'
import { decodeEntry, decodeHeader } from '../../../src/entry/json/json-codec.ts'
import { CachettaError } from '../../../src/errors.ts'
import { expectSame } from '../expect-same.ts'
import { decode, encode, everything, types, User } from '../samples.ts'

const rounds = process.env['CACHETTA_LONG'] ? 2_000_000 : 25_000
const random = dice(20_260_101)

const values = [
  null,
  'é😀\ufffd"\\',
  [1, { a: [true, 1.5] }],
  Array.from({ length: 20 }, (_, id) => ({ id, name: `user ${id}`, tags: ['a'] })),
  everything(),
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

describe('an entry that was damaged is refused, and never read as another value', () => {
  test('flipped bytes and bits', () => {
    survives((file) => {
      const damaged = Buffer.from(file)
      for (let flips = 1 + below(3); flips > 0; flips--) {
        const at = below(file.length)
        damaged[at] = (damaged[at] ?? 0) ^ (below(2) === 0 ? 1 << below(8) : 1 + below(255))
      }
      return damaged
    })
  })

  test('truncations, and pieces that are missing, doubled or zeroed', () => {
    survives((file) => {
      const start = below(file.length)
      const end = start + 1 + below(file.length - start)
      switch (below(4)) {
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

  test('splices of two good entries', () => {
    survives((file) => {
      const other = files[below(files.length)] ?? file
      // Every second one at a seam: the end of a line, where both halves are whole.
      const seam = (some: Buffer): number => (below(2) === 0 ? some.indexOf('\n') + 1 : below(some.length))
      return Buffer.concat([file.subarray(0, seam(file)), other.subarray(seam(other))])
    })
  })

  test('a header that was edited by hand', () => {
    const text = texts[2] ?? ''
    expect(() => decode(text.replace('"storedAt":17', '"storedAt":18'))).toThrow(/checksum/)
    expect(() => decode(text.replace('"key":"1', '"key":"2'))).toThrow(/checksum/)
    expect(() => decode(text.replace('{"cachetta":1,', '{"cachetta":1,"version":2,'))).toThrow(/checksum/)
  })
})

test('an entry with a true checksum, but edited at random, is read or refused and does no harm', () => {
  const scraps = [
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
  scraps.push(
    '["class","same object"]',
    '["typed-array","Int8Array"]',
    '["symbol","a"]',
    '"__proto__"',
    '"0.0.0"',
    '"a\\\\.b"',
  )
  for (let round = 0; round < rounds; round++) {
    const [, body = ''] = (texts[below(texts.length)] ?? '').split(/(?<=^.*\n)/s)
    const tokens = body.match(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^"[\]{}:,]+/g) ?? []
    for (let edits = 1 + below(3); edits > 0; edits--) {
      const other = below(2) === 0 ? (scraps[below(scraps.length)] ?? '') : (tokens[below(tokens.length)] ?? '')
      tokens.splice(below(tokens.length), below(2), other)
    }
    refusedOr(() => decode(sealed(tokens.join(''))))
  }
})

function survives(damage: (file: Buffer) => Buffer): void {
  let refused = 0
  for (let round = 0; round < rounds; round++) {
    const which = below(files.length)
    const text = damage(files[which] ?? Buffer.alloc(0)).toString()
    refusedOr(() => decodeHeader(text))
    const read = refusedOr(() => decodeEntry(text, types))
    if (read === undefined) refused++
    // Damage may strike a byte that decodes as before, and a splice may give a whole entry.
    else expectSame(read.value, values[texts.indexOf(text)])
  }
  expect(refused).toBeGreaterThan(rounds / 2)
}

function refusedOr<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof CachettaError) || !['DAMAGED', 'UNSAFE_TYPE'].includes(error.code)) throw error
    return undefined
  }
}

/** A whole text around a body that somebody made, with the checksum that belongs to it. */
function sealed(body: string): string {
  const start = '{"cachetta":1,"key":"","storedAt":1,"checksum":"'
  return `${start}${sha256(`${start}",\n${body}`)}",\n${body}`
}

function ownKeysOfPrototypes(): unknown[] {
  return [Object, Array, Map, Set, Date, RegExp, Error, Function, String, User].map((type) =>
    Reflect.ownKeys(type.prototype),
  )
}

function below(limit: number): number {
  return Math.floor(random() * limit)
}

/** Mulberry32: the same damage in every run. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
