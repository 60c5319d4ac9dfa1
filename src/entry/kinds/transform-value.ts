// The one walk over a stored value. It takes each object apart by its kind, and creates an object of the same shape: a copy
// (plain-json.ts), or what superjson (value-codec.ts) or a structured clone (clone-codec.ts) can keep, and back.
//
// An object without a kind is an error that names its place. Each object gets an index, in the order in which the walk enters
// them. When the walk meets an object again, it uses the same result again.

import { messageOf, UnsafeTypeError } from '../../errors.ts'
import { classNameOf, isBuiltInClass } from '../../key/inspect-object.ts'
import type { Kind, Parts, Refuse } from './kind.ts'

/** How one walk transforms the objects of a value. */
interface Transform {
  /** Finds the kind of an object. Returns `undefined` if the object cannot be stored. */
  findKind(object: object): Kind | undefined
  /** Returns what represents an object when it occurs again. @default the result of its first occurrence */
  createReference?(result: object, index: number): object
  /** Returns the index of the object that `object` represents, or `undefined` if it represents itself. */
  readReference?(object: object): number | undefined
  /** Creates the error to throw. @default an `UnsafeTypeError` */
  createError?(message: string, cause: unknown): Error
}

/** The way from an object to one of its parts. */
interface Step {
  readonly key: number | string
  readonly labelPart: ((index: number) => string) | undefined
}

/** The deepest level of a stored value. Data is never so deep, and every recursion over a value can go so deep. */
export const maxDepth = 500

const maxStepsInMessage = 12

/** Returns the transformed value. Throws `UnsafeTypeError`, or the error of `createError`, for a value that cannot be stored. */
export function transformValue(value: unknown, transform: Transform): unknown {
  return new ValueWalk(transform).run(value)
}

class ValueWalk {
  readonly #transform: Transform
  readonly #indices = new Map<object, number>()
  /** The results by index. `undefined`: the object is constructed from parts that the walk is still visiting. */
  readonly #results: (object | undefined)[] = []
  readonly #steps: Step[] = []
  /** The error that ends the walk. */
  #refusal: Error | undefined
  readonly #refuse: Refuse = (reason, cause) => {
    const message = `${this.#placeText()}: ${reason}`
    const details = cause === undefined ? {} : { cause }
    this.#refusal = this.#transform.createError?.(message, cause) ?? new UnsafeTypeError(message, details)
    throw this.#refusal
  }

  constructor(transform: Transform) {
    this.#transform = transform
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
    if (typeof value === 'function') return this.#refuse('a function cannot be stored; leave it out of the value')
    if (typeof value === 'symbol') return this.#refuse('a symbol cannot be stored; leave it out of the value')
    if (typeof value !== 'object' || value === null) return value
    const index = this.#transform.readReference?.(value) ?? this.#indices.get(value)
    return index === undefined ? this.#visitObject(value) : this.#visitAgain(index)
  }

  #visitAgain(index: number): object {
    const result = this.#results[index]
    if (result === undefined) {
      return this.#refuse('it refers back to an object that deserialize has yet to create; leave this reference out')
    }
    return this.#transform.createReference?.(result, index) ?? result
  }

  #visitObject(object: object): object {
    const index = this.#results.push(undefined) - 1
    this.#indices.set(object, index)
    const kind = this.#transform.findKind(object) ?? this.#refuse(reasonAgainst(object))
    const result = this.#createResult(kind, object, index)
    this.#results[index] = result
    return result
  }

  #createResult(kind: Kind, object: object, index: number): object {
    if (kind.shape === 'leaf') return kind.copy(object, this.#refuse)
    if (this.#steps.length === maxDepth) {
      this.#refuse(`the value is nested deeper than ${maxDepth} levels; store a flatter value`)
    }
    const parts = kind.readParts(object, this.#refuse)
    if (kind.shape === 'constructed') return kind.construct(this.#visitParts(parts))
    const result = kind.create()
    this.#results[index] = result
    kind.fill(result, this.#visitParts(parts, kind.labelPart))
    return result
  }

  #visitParts(parts: Parts, labelPart?: Step['labelPart']): Parts {
    if (isArray(parts)) return parts.map((part, key) => this.#visitPart(part, { key, labelPart }))
    const results: Record<string, unknown> = {}
    for (const key of Object.keys(parts)) results[key] = this.#visitPart(parts[key], { key, labelPart: undefined })
    return results
  }

  #visitPart(part: unknown, step: Step): unknown {
    this.#steps.push(step)
    const result = this.#visit(part)
    this.#steps.pop()
    return result
  }

  #placeText(): string {
    const steps = this.#steps.slice(0, maxStepsInMessage).map(stepText).join('')
    return `value${steps}${this.#steps.length > maxStepsInMessage ? '…' : ''}`
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

function stepText({ key, labelPart }: Step): string {
  if (typeof key === 'number') return labelPart?.(key) ?? `[${key}]`
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}
