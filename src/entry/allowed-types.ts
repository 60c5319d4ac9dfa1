import { InvalidOptionError } from '../errors.ts'

/** A class that may be stored and revived. Its own enumerable properties are kept; its constructor is not called. */
// biome-ignore lint/complexity/noBannedTypes: any class at all, of whatever constructor arguments
export type AllowedClass = Function & { readonly prototype: object }

/**
 * A class with its own way into the cache and back: for private fields, internal slots or a shorter form.
 * `serialize` returns anything that can be stored. Write `satisfies CustomType<Money, string>` to have both checked.
 */
export interface CustomType<Instance extends object = object, Stored = unknown> {
  // biome-ignore lint/complexity/noBannedTypes: any class at all, of whatever constructor arguments
  readonly type: Function & { readonly prototype: Instance }
  /** What marks its values in the stored text; changing it makes older entries a miss. */
  readonly name: string
  serialize(value: Instance): Stored
  deserialize(stored: Stored): Instance
}

/** What the option `allowedTypes` lists: a class, or a class with its own `serialize` and `deserialize`. */
export type AllowedType = AllowedClass | CustomType

/** One allowed type, normalised. Without `custom` its own enumerable properties are what is kept. */
export interface TypeRule {
  readonly name: string
  readonly prototype: object
  readonly custom: Pick<CustomType, 'serialize' | 'deserialize'> | undefined
}

/** The classes that may be stored and revived beyond the built-in ones, validated once per cache. */
export interface AllowedTypes {
  readonly byName: ReadonlyMap<string, TypeRule>
  readonly byPrototype: ReadonlyMap<object, TypeRule>
}

/** Only the built-in types. */
export const builtInTypes: AllowedTypes = allowedTypes([])

/** Normalises the option `allowedTypes`. Throws `InvalidOptionError` for what has no name of its own or is no class. */
export function allowedTypes(list: readonly AllowedType[] = []): AllowedTypes {
  const byName = new Map<string, TypeRule>()
  const byPrototype = new Map<object, TypeRule>()
  for (const type of list) {
    const rule = typeof type === 'function' ? classRule(type) : customRule(type)
    if (byName.has(rule.name)) refuse(`two types are called ${rule.name}; give one of them another name`)
    byName.set(rule.name, rule)
    byPrototype.set(rule.prototype, rule)
  }
  return { byName, byPrototype }
}

function classRule(type: AllowedClass): TypeRule {
  return { name: type.name, prototype: type.prototype, custom: undefined }
}

function customRule(type: CustomType): TypeRule {
  return { name: type.name, prototype: type.type.prototype, custom: type }
}

function refuse(reason: string): never {
  throw new InvalidOptionError(`allowedTypes: ${reason}`)
}
