import type { Step } from './place.ts'

/** Writes a member of what is being written. */
export type Visit = (member: unknown, step: Step) => string

/** A built-in type whose content is not, or not only, in its own enumerable properties. */
export interface Kind {
  readonly name: string
  /** Looks for the internal slot: subclasses and other realms share it, a class of the same name has none. */
  readonly is: (value: object) => boolean
  readonly content: (value: object, visit: Visit) => string
  /** The properties that are written behind the content. */
  readonly keys: (value: object) => string[]
}

/** `slot` reads the internal slot by the intrinsic method, which throws for a stranger; no subclass can override it. */
export function kind<T extends object, Slot>(
  name: string,
  slot: (value: T) => Slot,
  content: (slot: Slot, visit: Visit, value: T) => string,
  keys: (value: object) => string[] = Object.keys,
): Kind {
  // The casts are what `is` has established, or is about to.
  return {
    name,
    is: (value) => doesNotThrow(() => slot(value as T)),
    content: (value, visit) => `${name}(${content(slot(value as T), visit, value as T)})`,
    keys,
  }
}

/** The intrinsic getter of a prototype, as a function. */
export function getter<T>(prototype: object, property: string | symbol): (value: object) => T {
  const get = Object.getOwnPropertyDescriptor(prototype, property)?.get
  return (value) => {
    if (get === undefined) throw new TypeError(`no getter ${String(property)}`)
    return get.call(value)
  }
}

function doesNotThrow(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}
