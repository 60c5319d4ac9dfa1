// The one walk over a stored value. It takes each object apart by its kind, and creates an object of the same shape: a copy
// (plain-json.ts), or what superjson (value-codec.ts) or a structured clone (clone-codec.ts) can keep, and back.
//
// An object without a kind is an error that names its place. Each object gets an index, in the order in which the walk enters
// them. When the walk meets an object again, it uses the same result again.

import { CachettaError, UnsafeTypeError } from '../../errors.ts'
import { classNameOf, isBuiltInClass } from '../../key/inspect-object.ts'
import type { ContainerKind, Kind, Parts, Refuse } from './kind.ts'

/** How one walk transforms the objects of a value. */
interface Transform {
  /** Finds the kind of an object. Returns `undefined` if the object cannot be stored. */
  findKind(object: object): Kind | undefined
  /** Returns what represents a primitive value. @default the value itself */
  transformPrimitive?(value: unknown): unknown
  /** Returns what represents an object when it occurs again. @default the result of its first occurrence */
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
  return new ValueWalk(transform, keys).visit(value)
}

class ValueWalk {
  readonly #transform: Transform
  readonly #indices = new Map<object, number>()
  /** The results by index. `undefined`: the object is constructed from parts that the walk is still visiting. */
  readonly #results: unknown[] = []
  readonly #keys: Key[]
  /** For each key, how its object labels its parts. */
  readonly #labels: LabelPart[] = []
  readonly #refuse: Refuse = (reason, cause) => {
    const message = `${this.#placeText()}: ${reason}`
    const details = cause === undefined ? {} : { cause }
    throw this.#transform.createError?.(message, cause) ?? new UnsafeTypeError(message, details)
  }

  constructor(transform: Transform, keys: Key[]) {
    this.#transform = transform
    this.#keys = keys
  }

  visit(value: unknown): unknown {
    if (typeof value === 'function') return this.#refuse('a function cannot be stored; leave it out of the value')
    if (typeof value === 'symbol') return this.#refuse('a symbol cannot be stored; leave it out of the value')
    if (typeof value !== 'object' || value === null) {
      return this.#transform.transformPrimitive === undefined ? value : this.#transform.transformPrimitive(value)
    }
    const index = this.#transform.readReference?.(value) ?? this.#indices.get(value)
    return index === undefined ? this.#visitObject(value) : this.#visitAgain(index)
  }

  #visitAgain(index: number): unknown {
    const result = this.#results[index]
    if (result === undefined) {
      return this.#refuse('it refers back to an object that deserialize has yet to create; leave this reference out')
    }
    return this.#transform.createReference?.(result, index) ?? result
  }

  #visitObject(object: object): unknown {
    const index = this.#results.push(undefined) - 1
    this.#indices.set(object, index)
    const kind = this.#transform.findKind(object) ?? this.#refuse(reasonAgainst(object))
    const result = this.#createResult(kind, object, index)
    this.#results[index] = result
    return result
  }

  #createResult(kind: Kind, object: object, index: number): unknown {
    if (kind.shape === 'leaf') return this.#runForeignCode(() => kind.copy(object, this.#refuse))
    if (this.#keys.length === maxDepth) {
      this.#refuse(`the value is nested deeper than ${maxDepth} levels; store a flatter value`)
    }
    if (kind.shape === 'members') {
      const members = this.#runForeignCode(() => kind.copyMembers(object, this.#refuse))
      this.#results[index] = members
      this.#replaceMembers(members)
      return members
    }
    const parts = this.#runForeignCode(() => kind.readParts(object, this.#refuse))
    if (kind.shape === 'constructed') {
      const results = this.#visitParts(parts)
      return this.#runForeignCode(() => kind.construct(results))
    }
    const result = kind.create()
    this.#results[index] = result
    kind.fill(result, this.#visitParts(parts, kind.labelPart))
    return result
  }

  #visitParts(parts: Parts, labelPart?: LabelPart): Parts {
    if (isArray(parts)) return parts.map((part, key) => this.#visitPart(part, key, labelPart))
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

  #visitPart(part: unknown, key: Key, labelPart?: LabelPart): unknown {
    this.#keys.push(key)
    this.#labels.push(labelPart)
    const result = this.visit(part)
    this.#keys.pop()
    this.#labels.pop()
    return result
  }

  /** Runs code that may belong to the user: accessors, proxies, `serialize`, `deserialize`. Its errors get their place. */
  #runForeignCode<T>(run: () => T): T {
    try {
      return run()
    } catch (cause) {
      if (cause instanceof CachettaError) throw cause
      return this.#refuse(cause instanceof Error ? cause.message : 'it threw when it was read', cause)
    }
  }

  #placeText(): string {
    const keys = this.#keys.slice(0, maxKeysInMessage).map((key, depth) => keyText(key, this.#labels[depth]))
    return `value${keys.join('')}${this.#keys.length > maxKeysInMessage ? '…' : ''}`
  }
}

/** `Array.isArray` does not narrow a readonly array. */
function isArray(parts: Parts): parts is readonly unknown[] {
  return Array.isArray(parts)
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
