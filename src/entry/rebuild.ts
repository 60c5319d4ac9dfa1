// The one walk over what is stored. It takes an object apart by its kind, and makes another of the same shape: the same
// value again (copy.ts), or one that superjson can write, and back (annotate.ts). What has no kind is refused here, by
// its place. Objects are counted as they are met, so that a second way to one leads to the same one.

import { CachettaError, UnsafeTypeError } from '../errors.ts'
import { classNameOf, isBuiltIn } from '../key/class-name.ts'
import type { Kind, Parts, Refuse } from './kind.ts'

export interface Plan {
  /** How an object comes apart and together; `undefined` refuses it. */
  kindOf(value: object): Kind | undefined
  /** What stands where an object is met again; what was made of it unless told. */
  again?(made: object, number: number): object
  /** Which of the objects met before is meant here; `undefined` for everything that stands for itself. */
  reference?(value: object): number | undefined
  /** The error to throw; `UnsafeTypeError` unless told. */
  failure?(message: string, cause: unknown): Error
}

/** How a part is reached from what it is part of. */
interface Step {
  readonly key: number | string
  readonly label: ((index: number) => string) | undefined
}

/** How deep a stored value may nest: far beyond data, and safe for every recursion on the way. */
export const deepest = 500

const shownSteps = 12

/** Makes `value` anew, as `plan` says. Throws `UnsafeTypeError` for what cannot be stored. */
export function rebuild(value: unknown, plan: Plan): unknown {
  return new Rebuild(plan).visit(value)
}

class Rebuild {
  readonly #plan: Plan
  readonly #numbers = new Map<object, number>()
  /** What was made of the objects, by number; `undefined` while a closed one waits for its parts. */
  readonly #made: (object | undefined)[] = []
  readonly #steps: Step[] = []
  readonly #refuse: Refuse = (reason, cause) => {
    const message = `${this.#place()}: ${reason}`
    throw this.#plan.failure?.(message, cause) ?? new UnsafeTypeError(message, cause === undefined ? {} : { cause })
  }

  constructor(plan: Plan) {
    this.#plan = plan
  }

  visit(value: unknown): unknown {
    if (typeof value === 'function') return this.#refuse('a function cannot be stored; leave it out of the value')
    if (typeof value === 'symbol') return this.#refuse('a symbol cannot be stored; leave it out of the value')
    if (typeof value !== 'object' || value === null) return value
    const number = this.#plan.reference?.(value) ?? this.#numbers.get(value)
    return number === undefined ? this.#make(value) : this.#again(number)
  }

  #again(number: number): object {
    const made = this.#made[number]
    if (made === undefined)
      return this.#refuse('it leads back to a value that is made by deserialize; leave that part out')
    return this.#plan.again?.(made, number) ?? made
  }

  #make(value: object): object {
    const number = this.#made.push(undefined) - 1
    this.#numbers.set(value, number)
    const made = this.#makeBy(this.#plan.kindOf(value) ?? this.#refuse(reasonAgainst(value)), value, number)
    this.#made[number] = made
    return made
  }

  #makeBy(kind: Kind, value: object, number: number): object {
    if (kind.shape === 'leaf') return this.#attempt(() => kind.copy(value, this.#refuse))
    if (this.#steps.length === deepest)
      this.#refuse(`values may nest ${deepest} levels deep, not deeper; store a flatter one`)
    const parts = this.#attempt(() => kind.take(value, this.#refuse))
    if (kind.shape === 'closed') {
      const made = this.#visitParts(parts)
      return this.#attempt(() => kind.build(made))
    }
    const made = kind.make()
    this.#made[number] = made
    kind.fill(made, this.#visitParts(parts, kind.label))
    return made
  }

  #visitParts(parts: Parts, label?: Step['label']): Parts {
    if (isList(parts)) return parts.map((part, key) => this.#visitPart(part, { key, label }))
    const made: Record<string, unknown> = {}
    for (const key of Object.keys(parts)) made[key] = this.#visitPart(parts[key], { key, label: undefined })
    return made
  }

  #visitPart(part: unknown, step: Step): unknown {
    this.#steps.push(step)
    const made = this.visit(part)
    this.#steps.pop()
    return made
  }

  /** Runs what may be foreign code: accessors, proxies, `serialize`, `deserialize`. */
  #attempt<T>(work: () => T): T {
    try {
      return work()
    } catch (cause) {
      if (cause instanceof CachettaError) throw cause
      return this.#refuse(cause instanceof Error ? cause.message : 'it failed to be read', cause)
    }
  }

  #place(): string {
    const steps = this.#steps.slice(0, shownSteps).map(stepText).join('')
    return `value${steps}${this.#steps.length > shownSteps ? '…' : ''}`
  }
}

function isList(parts: Parts): parts is readonly unknown[] {
  return Array.isArray(parts)
}

function reasonAgainst(value: object): string {
  if (typeof Reflect.get(value, 'then') === 'function') return 'a promise cannot be stored; await it first'
  const prototype: object = Object.getPrototypeOf(value)
  const name = classNameOf(prototype)
  const title = name === '' ? 'an object of a class without a name' : `an instance of ${name}`
  if (name !== '' && isBuiltIn(prototype)) return `${title} cannot be stored; leave it out of the value`
  return `${title} cannot be stored; list its class in allowedTypes, or leave it out of the value`
}

function stepText({ key, label }: Step): string {
  if (typeof key === 'number') return label?.(key) ?? `[${key}]`
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}
