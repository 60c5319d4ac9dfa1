// superjson drops or changes objects that it does not know. So each of these goes through it as a stand-in: an object of a class
// that superjson knows, with the parts of the original. The text names that class, so each kind has a class of its own.
//
//     in    the kinds that a cache allows
//     out   a superjson with their classes, and the kinds that convert objects to stand-ins and back
//     by    base64.ts (bytes as text)

import { SuperJSON } from 'superjson'
import type { AllowedTypes } from '../allowed-types.ts'
import type { Binary, BinaryKind } from '../kinds/binary.ts'
import { binaryKinds, bytesOf } from '../kinds/binary.ts'
import { dateKind, referenceName, regExpKind } from '../kinds/built-in-kinds.ts'
import { nullPrototypeKind } from '../kinds/collection.ts'
import { errorKinds } from '../kinds/error.ts'
import type { Kind, Kinds, LeafKind } from '../kinds/kind.ts'
import { base64 } from './base64.ts'

interface StandIns {
  readonly superJson: SuperJSON
  /** For each kind with stand-ins, the kind that creates them. */
  readonly toStandIn: ReadonlyMap<Kind, Kind>
  /** By the prototype of a stand-in, the kind that restores the original. */
  readonly fromStandIn: Kinds
  /** The class of the stand-in for an object that occurs again. */
  readonly Reference: new () => { number?: number }
  /** The names of all classes that superjson knows. */
  readonly classNames: ReadonlySet<string>
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

type StandInClass = new () => object

function createStandIns(types: AllowedTypes): StandIns {
  const superJson = new SuperJSON()
  const classNames = new Set<string>()
  const toStandIn = new Map<Kind, Kind>()
  const fromStandIn = new Map<object, Kind>()

  function createClass(name: string): StandInClass {
    const StandIn = class {}
    superJson.registerClass(StandIn, name)
    classNames.add(name)
    return StandIn
  }

  for (const kind of [nullPrototypeKind, ...errorKinds.values(), ...types.kinds.values()]) {
    const StandIn = createClass(kind.name)
    toStandIn.set(kind, standInWriter(StandIn, kind))
    fromStandIn.set(StandIn.prototype, standInReader(kind))
  }
  for (const codec of leafCodecs) {
    const StandIn = createClass(codec.kind.name)
    toStandIn.set(codec.kind, leafWriter(StandIn, codec))
    fromStandIn.set(StandIn.prototype, leafReader(codec))
  }
  return { superJson, toStandIn, fromStandIn, Reference: createClass(referenceName), classNames }
}

function standInWriter(StandIn: StandInClass, kind: Kind): Kind {
  switch (kind.shape) {
    case 'leaf':
      return kind
    case 'container':
      return { ...kind, create: () => new StandIn(), fill: Object.assign }
    case 'constructed':
      return { ...kind, construct: (parts) => Object.assign(new StandIn(), parts) }
  }
}

function standInReader(kind: Kind): Kind {
  return kind.shape === 'leaf' ? kind : { ...kind, readParts: (standIn) => ({ ...standIn }) }
}

function leafWriter(StandIn: StandInClass, { kind, encode }: LeafCodec): LeafKind {
  const copy: LeafKind['copy'] = (value, refuse) => {
    const copied = kind.copy(value, refuse)
    const parts = encode(copied)
    return parts === undefined ? copied : Object.assign(new StandIn(), parts)
  }
  return { ...kind, copy }
}

function leafReader({ kind, decode }: LeafCodec): LeafKind {
  return { ...kind, copy: (standIn) => decode({ ...standIn }) }
}

type LeafParts = Readonly<Record<string, unknown>>

/** Converts the objects of a leaf kind to the parts of a stand-in, and back. */
interface LeafCodec {
  readonly kind: LeafKind
  /** Returns `undefined` if superjson keeps the object as it is. */
  encode(value: object): LeafParts | undefined
  decode(parts: LeafParts): object
}

/** For objects that superjson changes or does not know. */
const leafCodecs: readonly LeafCodec[] = [
  {
    kind: dateKind,
    encode: (value: Date) => (Number.isNaN(value.getTime()) ? { time: 'invalid' } : undefined),
    decode: () => new Date(Number.NaN),
  },
  {
    kind: regExpKind,
    encode: ({ source, flags, lastIndex }: RegExp) => (lastIndex === 0 ? undefined : { source, flags, lastIndex }),
    decode: ({ source, flags, lastIndex }) => {
      const regExp = new RegExp(String(source), String(flags))
      regExp.lastIndex = Number(lastIndex)
      return regExp
    },
  },
  ...binaryKinds.map(createBinaryCodec),
]

function createBinaryCodec(kind: BinaryKind): LeafCodec {
  return {
    kind,
    encode: (value: Binary) => ({ base64: base64.encode(bytesOf(value)) }),
    decode: (parts) => kind.createView(base64.decode(String(parts['base64']))),
  }
}
