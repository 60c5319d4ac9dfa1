import { describe, expect, test } from 'vitest'
import { canonicalText } from '../../src/key/canonical.ts'
import { hash } from '../../src/key/hash.ts'
import { fc } from '../support/property.ts'
import type { Model } from './value-model.ts'
import { buildValue, identityOf } from './value-model.ts'

const text = fc.oneof(
  fc.constantFrom('', 'a', '1', 'null', '"', '\\', '\ud800', '{}', 'a,b'),
  fc.string({ unit: 'binary', maxLength: 6 }),
)

const leaf: fc.Arbitrary<Model> = fc.oneof(
  fc.record({
    kind: fc.constant('primitive' as const),
    value: fc.oneof(
      text,
      fc.constantFrom(0, -0, 1, Number.NaN, null, undefined, true, false),
      fc.double(),
      fc.bigInt(),
    ),
  }),
  fc.record({ kind: fc.constant('boxed' as const), value: fc.oneof(text, fc.boolean(), fc.double()) }),
  fc.record({ kind: fc.constant('date' as const), time: fc.oneof(fc.integer(), fc.constant(Number.NaN)) }),
  fc.record({
    kind: fc.constant('regExp' as const),
    source: fc.constantFrom('a', '/', '"', '\n'),
    flags: fc.constantFrom('', 'g', 'gi'),
  }),
  fc.record({
    kind: fc.constant('bytes' as const),
    type: fc.constantFrom('Uint8Array' as const, 'Int8Array' as const, 'Uint16Array' as const, 'Float64Array' as const),
    bytes: fc.array(fc.integer({ min: 0, max: 127 }), { maxLength: 4 }),
  }),
)

// Structured clone fails for a URL, and does not keep the class and the properties of an error.
const url: fc.Arbitrary<Model> = fc.record({
  kind: fc.constant('url' as const),
  path: fc.constantFrom('/', '/a', '/?a=1'),
})

const error: fc.Arbitrary<Model> = fc.record({
  kind: fc.constant('error' as const),
  type: fc.constantFrom('Error' as const, 'TypeError' as const, 'RangeError' as const),
  message: text,
})

function modelsWith(
  leaves: fc.Arbitrary<Model>,
  holders: ('object' | 'bare' | 'point' | 'vector')[],
): fc.Arbitrary<Model> {
  return fc.letrec<{ model: Model }>((tie) => ({
    model: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaves,
      fc.record({
        kind: fc.constant('array' as const),
        members: fc.array(fc.oneof({ weight: 5, arbitrary: tie('model') }, fc.constant('hole' as const)), {
          maxLength: 4,
        }),
      }),
      fc.record({
        kind: fc.constantFrom(...holders),
        entries: fc.array(fc.tuple(text, tie('model')), { maxLength: 4 }),
      }),
      fc.record({
        kind: fc.constant('map' as const),
        entries: fc.array(fc.tuple(tie('model'), tie('model')), { maxLength: 4 }),
      }),
      fc.record({ kind: fc.constant('set' as const), members: fc.array(tie('model'), { maxLength: 4 }) }),
    ),
  })).model
}

const anyModel = modelsWith(fc.oneof(leaf, url, error), ['object', 'bare', 'point', 'vector'])
const cloneableModel = modelsWith(leaf, ['object'])

const textOf = (...values: unknown[]): string => canonicalText(values)

describe('any value', () => {
  test('has the same text as an equal value whose parts were added in another order', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const backwards = buildValue(model, (list) => [...list].reverse())
        expect(textOf(backwards)).toBe(textOf(buildValue(model)))
      }),
      { numRuns: 2000 },
    )
  })

  test('has the same text as another value only if they are equal', () => {
    fc.assert(
      fc.property(anyModel, anyModel, (one, other) => {
        expect(textOf(buildValue(one)) === textOf(buildValue(other))).toBe(identityOf(one) === identityOf(other))
      }),
      { numRuns: 5000 },
    )
  })

  test('has the same text as its structured clone', () => {
    fc.assert(
      fc.property(cloneableModel, (model) => {
        const value = buildValue(model)
        expect(textOf(structuredClone(value))).toBe(textOf(value))
      }),
      { numRuns: 2000 },
    )
  })

  test('has a text that survives UTF-8', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const canonical = textOf(buildValue(model))
        expect(new TextDecoder().decode(new TextEncoder().encode(canonical))).toBe(canonical)
      }),
    )
  })

  test('has another text if the argument list is divided in another place', () => {
    fc.assert(
      fc.property(fc.array(anyModel, { maxLength: 4 }), fc.array(anyModel, { maxLength: 4 }), (one, other) => {
        const [first, second] = [one, other].map((list) => textOf(...list.map((model) => buildValue(model))))
        expect(first === second).toBe(JSON.stringify(one.map(identityOf)) === JSON.stringify(other.map(identityOf)))
      }),
    )
  })
})

describe('20,000 different argument lists', () => {
  const LISTS = 20_000

  test('have different texts and different hashes', () => {
    const [textOwners, hashOwners] = [new Map<string, string>(), new Map<string, string>()]
    const seen = new Set<string>()
    const random = createRandom(20_240_601)
    while (seen.size < LISTS) {
      const list = Array.from({ length: 1 + random(3) }, () => randomModel(random, 2))
      const identity = JSON.stringify(list.map(identityOf))
      if (seen.has(identity)) continue
      seen.add(identity)
      const args = list.map((model) => buildValue(model))
      textOwners.set(canonicalText(args), identity)
      hashOwners.set(hash(...args), identity)
    }
    expect(textOwners.size).toBe(LISTS)
    expect(hashOwners.size).toBe(LISTS)
  })
})

/** The generator mulberry32. A seed gives the same numbers on every machine. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** The leaves are few and similar, so that the lists differ only a little. */
function randomModel(random: (below: number) => number, depth: number): Model {
  const pick = <T>(...choices: [T, ...T[]]): T => choices[random(choices.length)] ?? choices[0]
  const some = <T>(make: () => T): T[] => Array.from({ length: random(4) }, make)
  const member = (): Model => randomModel(random, depth - 1)
  const branches = 4
  switch (random(depth > 0 ? 7 + branches : 7)) {
    case 0:
    case 1:
      return {
        kind: 'primitive',
        value: pick<number | bigint | boolean | null | undefined>(
          0,
          -0,
          1,
          10,
          0n,
          1n,
          true,
          null,
          undefined,
          Number.NaN,
        ),
      }
    case 2:
      return {
        kind: 'primitive',
        value: pick('', '0', '1', 'a', '1n', 'null', 'NaN', '[]', '{}', '"', '\\', ',', '1,1', '\ud800', '\\ud800'),
      }
    case 3:
      return { kind: 'boxed', value: pick<number | string | boolean>(0, 1, '0', '1', true) }
    case 4:
      return { kind: 'date', time: pick(0, 1, Number.NaN) }
    case 5:
      return {
        kind: 'bytes',
        type: pick('Uint8Array', 'Int8Array', 'Uint16Array', 'Float64Array'),
        bytes: some(() => random(2)),
      }
    case 6:
      return pick<Model>(
        { kind: 'regExp', source: pick('a', '1'), flags: pick('', 'g') },
        { kind: 'url', path: pick('/', '/1') },
        { kind: 'error', type: pick('Error', 'TypeError'), message: pick('', '1') },
      )
    case 7:
      return { kind: 'array', members: some(() => (random(6) === 0 ? 'hole' : member())) }
    case 8:
      return {
        kind: pick('object', 'bare', 'point', 'vector'),
        entries: some(() => [pick('', '0', '1', 'a', 'x', '__proto'), member()]),
      }
    case 9:
      return { kind: 'map', entries: some(() => [member(), member()]) }
    default:
      return { kind: 'set', members: some(member) }
  }
}
