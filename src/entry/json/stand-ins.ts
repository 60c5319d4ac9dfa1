// An object that superjson changes or does not know is written as a stand-in: a plain object with the parts of the original. Its
// annotation has the form that superjson uses for instances of classes, `["class", name]`, with the name of the kind.
//
//     in    the kinds that a cache allows
//     out   for each kind with stand-ins, its name in the text, and how its leaves become stand-ins and back
//     by    base64.ts (bytes as text)

import type { AllowedTypes } from '../allowed-types.ts'
import type { Binary, BinaryKind } from '../kinds/binary.ts'
import { binaryKinds, bytesOf } from '../kinds/binary.ts'
import { dateKind, referenceName, regExpKind } from '../kinds/built-in-kinds.ts'
import { nullPrototypeKind } from '../kinds/collection.ts'
import { errorKinds } from '../kinds/error.ts'
import type { Kind, LeafKind } from '../kinds/kind.ts'
import { base64 } from './base64.ts'

/** The kinds with stand-ins, by their names. */
export interface StandIns {
  /** The kinds whose objects have parts. */
  readonly kinds: ReadonlyMap<string, Kind>
  readonly leafCodecs: ReadonlyMap<string, LeafCodec>
  /** The names of both, and the name for an object that occurs again. */
  readonly names: ReadonlySet<string>
}

const cache = new WeakMap<AllowedTypes, StandIns>()

/** Returns the stand-ins for the built-in and the allowed types. They are created once per list of types. */
export function getStandIns(types: AllowedTypes): StandIns {
  const existing = cache.get(types)
  if (existing !== undefined) return existing
  const standIns = createStandIns(types)
  cache.set(types, standIns)
  return standIns
}

function createStandIns(types: AllowedTypes): StandIns {
  const listed = [nullPrototypeKind, ...errorKinds.values(), ...types.kinds.values()]
  const kinds = new Map(listed.map((kind) => [kind.name, kind]))
  return { kinds, leafCodecs, names: new Set([...kinds.keys(), ...leafCodecs.keys(), referenceName]) }
}

export type LeafParts = Readonly<Record<string, unknown>>

/** Converts the objects of a leaf kind to the parts of a stand-in, and back. */
export interface LeafCodec {
  readonly kind: LeafKind
  /** Returns `undefined` if superjson keeps the object as it is. */
  encode(value: object): LeafParts | undefined
  decode(parts: LeafParts): object
}

/** For objects that superjson changes or does not know. */
const leafCodecs: ReadonlyMap<string, LeafCodec> = new Map(
  [createDateCodec(), createRegExpCodec(), ...binaryKinds.map(createBinaryCodec)].map((codec) => [
    codec.kind.name,
    codec,
  ]),
)

function createDateCodec(): LeafCodec {
  return {
    kind: dateKind,
    encode: (value: Date) => (Number.isNaN(value.getTime()) ? { time: 'invalid' } : undefined),
    decode: () => new Date(Number.NaN),
  }
}

function createRegExpCodec(): LeafCodec {
  return {
    kind: regExpKind,
    encode: ({ source, flags, lastIndex }: RegExp) => (lastIndex === 0 ? undefined : { source, flags, lastIndex }),
    decode: ({ source, flags, lastIndex }) => {
      const regExp = new RegExp(String(source), String(flags))
      regExp.lastIndex = Number(lastIndex)
      return regExp
    },
  }
}

function createBinaryCodec(kind: BinaryKind): LeafCodec {
  return {
    kind,
    encode: (value: Binary) => ({ base64: base64.encode(bytesOf(value)) }),
    decode: (parts) => kind.createView(base64.decode(String(parts['base64']))),
  }
}
