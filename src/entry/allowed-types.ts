import { hasLongTexts } from '#environment'
import { findPrivateMember } from '#private-state'
import { InvalidOptionError } from '../errors.ts'
import { isBuiltInClass } from '../key/inspect-object.ts'
import type { CloneCodec } from './clone-codec.ts'
import { createCloneCodec } from './clone-codec.ts'
import { builtInKinds, builtInNames, ownPrototypeOf } from './kinds/built-in-kinds.ts'
import { createErrorKind, errorKinds } from './kinds/error.ts'
import type { AllowedClass, ConstructedKind, ContainerKind, Kind, Kinds } from './kinds/kind.ts'
import { readProperties, refuseHiddenProperties, writeProperties } from './kinds/properties.ts'

/**
 * A class with functions that convert its instances to a value that can be stored, and back. Use it for a class with private
 * fields or internal slots, or to store less. Write `satisfies CustomType<Money, number>` to have both functions checked.
 *
 * @example
 * ```ts
 * import { Cachetta, type CustomType } from 'cachetta'
 *
 * class Money {
 *   #cents: number
 *   constructor(cents: number) {
 *     this.#cents = cents
 *   }
 *   get cents(): number {
 *     return this.#cents
 *   }
 * }
 *
 * const money = {
 *   type: Money,
 *   name: 'Money',
 *   serialize: (value) => value.cents,
 *   deserialize: (cents) => new Money(cents),
 * } satisfies CustomType<Money, number>
 *
 * const prices = new Cachetta({ path: './cache/prices.json', allowedTypes: [money] })
 * ```
 */
export interface CustomType<Instance extends object = object, Stored = unknown> {
  /** The class. Its subclasses are not allowed by this. */
  // biome-ignore lint/complexity/noBannedTypes: any class at all, also one with a private constructor
  readonly type: Function & { readonly prototype: Instance }
  /** The name of the type in a stored entry. If it changes, entries with the old name are misses. */
  readonly name: string
  /** Returns any value that can be stored. */
  serialize(value: Instance): Stored
  /** Creates the instance from the result of `serialize`. */
  deserialize(stored: Stored): Instance
}

/** An element of the option `allowedTypes`: a class, or a class with its own `serialize` and `deserialize`. */
export type AllowedType = AllowedClass | CustomType

/**
 * The types that may be stored, from the option `allowedTypes`. A store receives them with each call, and passes them on to
 * `encodeEntry` and `decodeEntry`.
 */
export interface AllowedTypes {
  /** For each allowed class, how its instances are stored. The built-in types are not in it. */
  readonly kinds: Kinds
  /** Converts entries for a store that keeps structured clones. @default only types that a structured clone keeps by itself */
  readonly cloneCodec?: CloneCodec
}

/**
 * Creates the types that a cache with this option `allowedTypes` gives to its store. For tests of a store, and for programs that use
 * a store without a cache.
 *
 * @throws {InvalidOptionError} when an element is no class and no custom type, or when two types have the same name.
 * @example
 * ```ts
 * import { createAllowedTypes, memoryStore } from 'cachetta'
 *
 * class Point {
 *   x = 0
 * }
 *
 * const address = { path: 'points', key: '1', exact: false }
 * const entry = await memoryStore().get(address, createAllowedTypes([Point]))
 * ```
 */
export function createAllowedTypes(list: readonly AllowedType[] = []): AllowedTypes {
  if (!isArray(list))
    refuseList(
      hasLongTexts && 'a list is expected; give an array of classes, or of { type, name, serialize, deserialize }',
    )
  const kinds = new Map<object, Kind>()
  const names = new Set<string>()
  for (const type of list) {
    const { prototype, kind } = isClass(type) ? readClass(type) : readCustomType(type)
    if (names.has(kind.name)) {
      refuseList(
        hasLongTexts && `two types have the name ${kind.name}; give one { type, name, serialize, deserialize }`,
      )
    }
    if (kinds.has(prototype)) refuseList(hasLongTexts && `the class ${kind.name} is listed twice; list it once`)
    names.add(kind.name)
    kinds.set(prototype, kind)
  }
  return { kinds, cloneCodec: createCloneCodec(kinds) }
}

/** The types that are always allowed, and no class besides: what a cache without `allowedTypes` gives to its store. */
export const builtInTypes: AllowedTypes = /* @__PURE__ */ createAllowedTypes()

interface KindOfPrototype {
  readonly prototype: object
  readonly kind: Kind
}

function readClass(type: AllowedClass): KindOfPrototype {
  const { name, prototype } = type
  checkName(name, 'a class without a name')
  refuseBuiltIn(name, prototype)
  const privateMember = findPrivateMember?.(prototype)
  if (privateMember !== undefined) {
    refuseList(
      hasLongTexts &&
        `${name} keeps private state (${privateMember}) that would not come back; give { type, name, serialize, deserialize }`,
    )
  }
  const base = findBuiltInBase(prototype)
  if (base === undefined) return { prototype, kind: createInstanceKind(name, prototype) }
  if (errorKinds.has(base)) return { prototype, kind: createErrorKind(name, type) }
  return refuseList(
    hasLongTexts && `${name} has content besides its properties; give { type, name, serialize, deserialize }`,
  )
}

function readCustomType(type: CustomType): KindOfPrototype {
  if (typeof type !== 'object' || type === null || !isClass(type.type)) {
    refuseList(
      hasLongTexts && `${String(type)} is not a class; give a class, or { type, name, serialize, deserialize }`,
    )
  }
  const { name } = type
  checkName(name, `a type for ${type.type.name} without a name`)
  if (typeof type.serialize !== 'function' || typeof type.deserialize !== 'function') {
    refuseList(hasLongTexts && `${name} needs both serialize and deserialize; give both`)
  }
  refuseBuiltIn(type.type.name, type.type.prototype)
  return { prototype: type.type.prototype, kind: createCustomKind(type) }
}

/** Keeps the own enumerable properties, and restores them without a call of the constructor. */
function createInstanceKind(name: string, prototype: object): ContainerKind<object, Readonly<Record<string, unknown>>> {
  return {
    shape: 'container',
    name,
    readParts: (value, refuse) => {
      refuseHiddenProperties(value, refuse)
      return readProperties(value, refuse)
    },
    create: () => Object.create(prototype),
    fill: writeProperties,
  }
}

/** Keeps the result of `serialize`, and restores it with `deserialize`. */
function createCustomKind(type: CustomType): ConstructedKind<object, { readonly stored?: unknown }> {
  return {
    shape: 'constructed',
    name: type.name,
    readParts: (value) => ({ stored: type.serialize(value) }),
    construct: ({ stored }) => type.deserialize(stored),
  }
}

function checkName(name: unknown, nameless: string): void {
  if (typeof name !== 'string' || name === '')
    refuseList(hasLongTexts && `${nameless} cannot be found again; give it a name`)
  if (builtInNames.has(name))
    refuseList(hasLongTexts && `the name ${name} belongs to a built-in type; give another name`)
}

/** JavaScript can pass anything. `Array.isArray` in place of this function would narrow the list to `never`. */
function isArray(list: unknown): boolean {
  return Array.isArray(list)
}

function isClass(type: unknown): type is AllowedClass {
  return typeof type === 'function' && typeof type.prototype === 'object' && type.prototype !== null
}

function refuseBuiltIn(name: string, prototype: object): void {
  if (builtInKinds.has(prototype) || ownPrototypeOf(prototype) !== undefined) {
    refuseList(hasLongTexts && `${name} is built in; leave it out of the list`)
  }
}

/**
 * Returns the prototype of the built-in class that this class is or extends, in this realm, or `undefined` if that is only
 * `Object`. Objects of such a class have content that is not in their properties, for example the entries of a Map.
 */
function findBuiltInBase(prototype: object): object | undefined {
  for (let current: object | null = prototype; current !== null; current = Object.getPrototypeOf(current)) {
    if (!isBuiltInClass(current)) continue
    const own = ownPrototypeOf(current) ?? current
    return own === Object.prototype ? undefined : own
  }
  return undefined
}

function refuseList(reason: string | false): never {
  throw new InvalidOptionError(`allowedTypes: ${reason || 'a type in it cannot be allowed'}`)
}
