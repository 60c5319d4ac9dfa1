// The one walk over a stored value. It takes each object apart by its kind, and creates an object of the same shape: a copy
// (plain-json.ts), or what JSON (serialize-value.ts, revive-value.ts) or a structured clone (clone-codec.ts) can keep, and back.
//
// An object without a kind is an error that names its place. Each object gets an index, in the order in which the walk enters
// them. When the walk meets an object again, it uses the same result again.

import { hasLongTexts } from '#environment'
import { messageOf, UnsafeTypeError } from '../../errors.ts'
import { classNameOf, isBuiltInClass } from '../../key/inspect-object.ts'
import { hasOnlyElements, refuseHoles } from './collection.ts'
import type { ContainerKind, Kind, Parts, Refuse } from './kind.ts'
import { isUnsafeKey, refuseUnsafeKey } from './properties.ts'

/** How one walk transforms the objects of a value. */
interface Transform {
  /** Finds the kind of an object. Returns `undefined` if the object cannot be stored. */
  findKind(object: object): Kind | undefined
  /** Returns what represents a primitive value. @default the value itself */
  transformPrimitive?(value: unknown): unknown
  /**
   * Returns what represents an object when it occurs again. With it, an array or a plain object without a part that changes is its
   * own result, which is faster. @default the result of its first occurrence
   */
  createReference?(result: unknown, index: number): object
  /** Returns the index of the object that `object` represents, or `undefined` if it represents itself. */
  readReference?(object: object): number | undefined
  /** Creates the error to throw. @default an `UnsafeTypeError` */
  createError?(message: string, cause: unknown): Error
}

/** The way from an object to one of its parts: a property, or the index of an element or part. */
export type Key = number | string

type LabelPart = ContainerKind['labelPart']

/** The deepest level of a stored value. Data is never so deep, and every recursion over a value can go so deep. */
export const maxDepth = 500

const maxKeysInMessage = 12

/**
 * Returns the transformed value. Throws `UnsafeTypeError`, or the error of `createError`, for a value that cannot be stored.
 * During the walk, `keys` holds the way from the whole value to the part that the walk visits.
 */
export function transformValue(value: unknown, transform: Transform, keys: Key[] = []): unknown {
  return new ValueWalk(transform, keys).run(value)
}

class ValueWalk {
  readonly #transform: Transform
  readonly #indices = new Map<object, number>()
  /** The results by index. `undefined`: the object is constructed from parts that the walk is still visiting. */
  readonly #results: unknown[] = []
  readonly #keys: Key[]
  /** By the number of keys on the way to an object, how it labels its parts. */
  readonly #labels = new Map<number, LabelPart>()
  /** The error that ends the walk. */
  #refusal: Error | undefined
  readonly #refuse: Refuse = (reason, cause) => {
    const message = `${this.#placeText()}: ${reason || 'it cannot be stored'}`
    const details = cause === undefined ? {} : { cause }
    this.#refusal = this.#transform.createError?.(message, cause) ?? new UnsafeTypeError(message, details)
    throw this.#refusal
  }

  constructor(transform: Transform, keys: Key[]) {
    this.#transform = transform
    this.#keys = keys
  }

  /**
   * Visits the whole value. Accessors, proxies, `serialize` and `deserialize` are code of the user: whatever they throw, the value
   * is at fault, and the error names the place where the walk was.
   */
  run(value: unknown): unknown {
    try {
      return this.#visit(value)
    } catch (cause) {
      if (this.#refusal !== undefined && cause === this.#refusal) throw cause
      return this.#refuse((cause === undefined ? '' : messageOf(cause)) || 'it threw when it was read', cause)
    }
  }

  #visit(value: unknown): unknown {
    if (typeof value === 'function')
      return this.#refuse(hasLongTexts && 'a function cannot be stored; leave it out of the value')
    if (typeof value === 'symbol')
      return this.#refuse(hasLongTexts && 'a symbol cannot be stored; leave it out of the value')
    if (typeof value !== 'object' || value === null) {
      return this.#transform.transformPrimitive === undefined ? value : this.#transform.transformPrimitive(value)
    }
    const index = this.#transform.readReference?.(value) ?? this.#indices.get(value)
    return index === undefined ? this.#visitObject(value) : this.#visitAgain(index)
  }

  #visitAgain(index: number): unknown {
    const result = this.#results[index]
    if (result === undefined) {
      return this.#refuse(
        hasLongTexts && 'it refers back to an object that deserialize has yet to create; leave this reference out',
      )
    }
    return this.#transform.createReference?.(result, index) ?? result
  }

  #visitObject(object: object): unknown {
    const index = this.#results.push(undefined) - 1
    this.#indices.set(object, index)
    if (this.#transform.createReference !== undefined && isPlain(object)) {
      this.#results[index] = object
      return this.#visitPlain(object)
    }
    const kind = this.#transform.findKind(object) ?? this.#refuse(hasLongTexts && reasonAgainst(object))
    const result = this.#createResult(kind, object, index)
    this.#results[index] = result
    return result
  }

  #createResult(kind: Kind, object: object, index: number): unknown {
    if (kind.shape === 'leaf') return kind.copy(object, this.#refuse)
    this.#checkDepth()
    if (kind.shape === 'members') {
      const members = kind.copyMembers(object, this.#refuse)
      this.#results[index] = members
      this.#replaceMembers(members)
      return members
    }
    const parts = kind.readParts(object, this.#refuse)
    if (kind.shape === 'constructed') {
      const results = this.#visitParts(parts)
      return kind.construct(results)
    }
    const result = kind.create()
    this.#results[index] = result
    kind.fill(result, this.#visitParts(parts, kind.labelPart))
    return result
  }

  #checkDepth(): void {
    if (this.#keys.length < maxDepth) return
    this.#refuse(hasLongTexts && `the value is nested deeper than ${maxDepth} levels; store a flatter value`)
  }

  /** Visits the members of an array or a plain object. Returns a copy of it only if one of them changes. */
  #visitPlain(object: object): object {
    this.#checkDepth()
    if (Array.isArray(object)) return this.#visitElements(object)
    return this.#visitProperties(object as Readonly<Record<string, unknown>>) // any object can be asked for any property
  }

  #visitElements(array: readonly unknown[]): readonly unknown[] {
    let copy: unknown[] | undefined
    for (let index = 0; index < array.length; index++) {
      const element = array[index]
      if (isKeptByJson(element)) continue
      if (element === undefined && !(index in array)) refuseHoles(this.#refuse)
      const result = this.#visitPart(element, index)
      if (result === element) continue
      copy ??= Array.from(array)
      copy[index] = result
    }
    return copy ?? array
  }

  #visitProperties(object: Readonly<Record<string, unknown>>): object {
    let copy: Record<string, unknown> | undefined
    // This loop is faster than Object.keys. It visits own properties only: `Object.prototype` has no enumerable properties.
    for (const key in object) {
      if (isUnsafeKey(key)) refuseUnsafeKey(key, this.#refuse)
      const property: unknown = object[key]
      if (isKeptByJson(property)) continue
      const result = this.#visitPart(property, key)
      if (result === property) continue
      copy ??= { ...object }
      copy[key] = result
    }
    return copy ?? object
  }

  #visitParts(parts: Parts, labelPart?: LabelPart): Parts {
    if (isArray(parts)) {
      if (labelPart !== undefined) this.#labels.set(this.#keys.length, labelPart)
      const results = parts.map((part, key) => this.#visitPart(part, key))
      this.#labels.delete(this.#keys.length)
      return results
    }
    const results: Record<string, unknown> = {}
    for (const key of Object.keys(parts)) results[key] = this.#visitPart(parts[key], key)
    return results
  }

  #replaceMembers(members: unknown[] | Record<string, unknown>): void {
    if (Array.isArray(members)) {
      for (let index = 0; index < members.length; index++) members[index] = this.#visitPart(members[index], index)
      return
    }
    for (const key of Object.keys(members)) members[key] = this.#visitPart(members[key], key)
  }

  #visitPart(part: unknown, key: Key): unknown {
    this.#keys.push(key)
    const result = this.#visit(part)
    this.#keys.pop()
    return result
  }

  #placeText(): string {
    const keys = this.#keys.slice(0, maxKeysInMessage).map((key, depth) => keyText(key, this.#labels.get(depth)))
    return `value${keys.join('')}${this.#keys.length > maxKeysInMessage ? '…' : ''}`
  }
}

/** `Array.isArray` does not narrow a readonly array. */
function isArray(parts: Parts): parts is readonly unknown[] {
  return Array.isArray(parts)
}

/**
 * True for an array or object of this realm that has no symbols, holes or named elements, and that JSON writes as it is. Other
 * objects have a kind.
 */
function isPlain(object: object & { readonly toJSON?: unknown }): boolean {
  if (typeof object.toJSON === 'function') return false
  const prototype: unknown = Object.getPrototypeOf(object)
  if (Array.isArray(object)) return prototype === Array.prototype && hasOnlyElements(object)
  return prototype === Object.prototype && Object.getOwnPropertySymbols(object).length === 0
}

/** True for the primitive values that JSON keeps. Each medium keeps them, so no transform changes them. */
function isKeptByJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  return typeof value === 'string' || typeof value === 'boolean' || value === null
}

function reasonAgainst(object: object): string {
  if (typeof Reflect.get(object, 'then') === 'function') return 'a promise cannot be stored; await it first'
  const prototype: object = Object.getPrototypeOf(object)
  const name = classNameOf(prototype)
  const title = name === '' ? 'an object of a class without a name' : `an instance of ${name}`
  if (name !== '' && isBuiltInClass(prototype)) return `${title} cannot be stored; leave it out of the value`
  return `${title} cannot be stored; list its class in allowedTypes, or leave it out of the value`
}

function keyText(key: Key, labelPart: LabelPart): string {
  if (typeof key === 'number') return labelPart?.(key) ?? `[${key}]`
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}
