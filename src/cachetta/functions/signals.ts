// The signals in the arguments of a call. They belong to the caller; the function gets the signal of the computation instead,
// because other callers may wait for the same value.

import type { Signal } from '../../engine/request/request.ts'
import type { AbortSignalLike } from '../../key/abort-signal.ts'
import { isAbortSignal } from '../../key/abort-signal.ts'
import { isPlainContainer } from '../../key/canonical.ts'

/** With a `key` option the arguments can be of any size. A signal lies near their surface. */
const MAX_OBJECTS = 10_000

const NO_SIGNALS: readonly AbortSignalLike[] = Object.freeze([])

/**
 * Finds the signals in the arguments of a call. Throws the reason of one that has aborted: such a call gets no stored value either,
 * as with `fetch`.
 */
export function findLiveSignals(args: readonly unknown[]): readonly AbortSignalLike[] {
  const signals = findSignals(args)
  if (signals.length > 0) throwIfAborted(signals)
  return signals
}

/** Throws the reason of the first signal that has aborted. */
export function throwIfAborted(signals: readonly AbortSignalLike[]): void {
  const aborted = signals.find((signal) => signal.aborted)
  if (aborted) throw reasonOf(aborted)
}

export function reasonOf(signal: AbortSignalLike | undefined): unknown {
  const isKnown = signal !== undefined && 'reason' in signal
  return isKnown ? signal.reason : new DOMException('This operation was aborted', 'AbortError')
}

/** Finds the signals in arguments, at any depth of plain objects and lists. */
function findSignals(args: readonly unknown[]): readonly AbortSignalLike[] {
  if (!args.some(isObject)) return NO_SIGNALS
  const signals = new Set<AbortSignalLike>()
  const seen = new Set<object>([args])
  for (const object of seen) {
    if (seen.size > MAX_OBJECTS) break
    if (isSignal(object)) signals.add(object)
    else addObjects(membersOf(object), seen)
  }
  return signals.size === 0 ? NO_SIGNALS : [...signals]
}

/** Returns the arguments with another signal in place of each. Copies only the objects that contain one. */
export function replaceSignals(args: readonly unknown[], signal: Signal): readonly unknown[] {
  const copies = new Map<object, unknown>()
  const replace = (value: unknown): unknown => {
    if (!isObject(value)) return value
    if (copies.has(value)) return copies.get(value)
    if (isSignal(value)) return signal
    if (!containsSignal(value)) return value
    const copy: object = Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value))
    copies.set(value, copy)
    return copyMembers(value, copy, replace)
  }
  return args.map(replace)
}

function copyMembers(source: object, copy: object, replace: (member: unknown) => unknown): object {
  for (const key of Reflect.ownKeys(source)) {
    const property = Object.getOwnPropertyDescriptor(source, key)
    if (property?.value !== undefined) property.value = replace(property.value)
    if (property) Object.defineProperty(copy, key, property)
  }
  return copy
}

function containsSignal(value: object): boolean {
  return findSignals([value]).length > 0
}

function addObjects(members: readonly unknown[], objects: Set<object>): void {
  for (const member of members) if (isObject(member)) objects.add(member)
}

/** Returns the members of a plain object or list. Accessors are not called: the function may never read them. */
function membersOf(object: object): readonly unknown[] {
  try {
    if (!isPlainContainer(object)) return NO_SIGNALS
    if (Array.isArray(object)) return object
    return Object.keys(object).map((key) => Object.getOwnPropertyDescriptor(object, key)?.value)
  } catch {
    return NO_SIGNALS // a proxy threw
  }
}

function isSignal(object: object): object is AbortSignalLike {
  try {
    return isAbortSignal(object)
  } catch {
    return false // an accessor or a proxy threw
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
