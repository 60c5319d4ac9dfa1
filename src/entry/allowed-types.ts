import { InvalidOptionError } from '../errors.ts'
import { createForm } from './form.ts'
import type { AllowedClass, ClosedKind, Form, Kind, Kinds, OpenKind } from './kind.ts'
import { errorKind } from './kind-error.ts'
import { builtInKinds, builtInNames } from './kinds.ts'
import { ownParts, putAll } from './own-parts.ts'

export type { AllowedClass } from './kind.ts'

/**
 * A class with its own way into the cache and back: for private fields, internal slots or a shorter form.
 * `serialize` returns anything that can be stored. Write `satisfies CustomType<Money, string>` to have both checked.
 */
export interface CustomType<Instance extends object = object, Stored = unknown> {
  // biome-ignore lint/complexity/noBannedTypes: any class at all, also one with a private constructor
  readonly type: Function & { readonly prototype: Instance }
  /** What marks its values in the stored text; changing it makes older entries a miss. */
  readonly name: string
  serialize(value: Instance): Stored
  deserialize(stored: Stored): Instance
}

/** What the option `allowedTypes` lists: a class, or a class with its own `serialize` and `deserialize`. */
export type AllowedType = AllowedClass | CustomType

/** The classes that may be stored and revived beyond the built-in ones, validated once per cache. */
export interface AllowedTypes {
  readonly kinds: Kinds
  /** Absent: nothing but what a structured clone keeps as it is. */
  readonly form?: Form
}

/** Normalises the option `allowedTypes`. Throws `InvalidOptionError` for what has no name of its own or is no class. */
export function allowedTypes(list: readonly AllowedType[] = []): AllowedTypes {
  if (!isList(list)) refuse('is no list; give an array of classes, or of { type, name, serialize, deserialize }')
  const kinds = new Map<object, Kind>()
  const names = new Set<string>()
  for (const type of list) {
    const { prototype, kind } = isClass(type) ? classKind(type) : customKind(type)
    if (names.has(kind.name))
      refuse(`two of them are called ${kind.name}; give one { type, name, serialize, deserialize }`)
    if (kinds.has(prototype)) refuse(`the class ${kind.name} is listed twice; list it once`)
    names.add(kind.name)
    kinds.set(prototype, kind)
  }
  return { kinds, form: createForm(kinds) }
}

/** Only the built-in types. */
export const builtInTypes: AllowedTypes = allowedTypes()

interface Filed {
  readonly prototype: object
  readonly kind: Kind
}

function classKind(type: AllowedClass): Filed {
  const { name, prototype } = type
  checkName(name, 'a class without a name')
  if (builtInKinds.has(prototype)) refuse(`${name} is built in; leave it out of the list`)
  if (prototype instanceof Error) return { prototype, kind: errorKind(name, type) }
  if (holdsMore(prototype))
    refuse(`${name} keeps what is not in its properties; give { type, name, serialize, deserialize }`)
  return { prototype, kind: instanceKind(name, prototype) }
}

function customKind(type: CustomType): Filed {
  if (typeof type !== 'object' || type === null || !isClass(type.type)) {
    refuse(`${String(type)} is no class; give a class, or { type, name, serialize, deserialize }`)
  }
  const { name } = type
  checkName(name, `a type for ${type.type.name} without a name`)
  if (typeof type.serialize !== 'function' || typeof type.deserialize !== 'function') {
    refuse(`${name} needs both serialize and deserialize`)
  }
  if (builtInKinds.has(type.type.prototype)) refuse(`${type.type.name} is built in; leave it out of the list`)
  return { prototype: type.type.prototype, kind: ownFormKind(type) }
}

/** Keeps own enumerable properties, and restores them without calling the constructor. */
function instanceKind(name: string, prototype: object): OpenKind<object, Readonly<Record<string, unknown>>> {
  return { shape: 'open', name, take: ownParts, make: () => Object.create(prototype), fill: putAll }
}

/** Keeps what `serialize` returns, and leaves the rest to `deserialize`. */
function ownFormKind(type: CustomType): ClosedKind<object, { readonly stored?: unknown }> {
  return {
    shape: 'closed',
    name: type.name,
    take: (value) => ({ stored: type.serialize(value) }),
    build: ({ stored }) => type.deserialize(stored),
  }
}

function checkName(name: unknown, nameless: string): void {
  if (typeof name !== 'string' || name === '') refuse(`${nameless} cannot be found again; give it a name`)
  if (builtInNames.has(name)) refuse(`the name ${name} belongs to a built-in type; give another`)
}

function isList(list: unknown): boolean {
  return Array.isArray(list)
}

function isClass(type: unknown): type is AllowedClass {
  return typeof type === 'function' && typeof type.prototype === 'object' && type.prototype !== null
}

/** True for a class whose objects have slots that no property shows: a Map's entries, a promise's state. */
function holdsMore(prototype: object): boolean {
  for (let above: object | null = prototype; above !== null; above = Object.getPrototypeOf(above)) {
    if (above !== Object.prototype && slotted.has(above)) return true
  }
  return false
}

const opaque = [Promise, WeakMap, WeakSet, WeakRef, Function]
const slotted = new Set<object>([...builtInKinds.keys(), ...opaque.map((type) => type.prototype)])

function refuse(reason: string): never {
  throw new InvalidOptionError(`allowedTypes: ${reason}`)
}
