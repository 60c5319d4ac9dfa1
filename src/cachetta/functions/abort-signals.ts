// The signals in the arguments of a call. They belong to the caller; the function gets the signal of the computation instead,
// because other callers may wait for the same value.

import type { AbortSignalLike, Signal } from '../../key/abort-signal.ts'
import { isAbortSignal } from '../../key/abort-signal.ts'
import { findObjects, isFlat, isObject } from '../search.ts'

const NO_SIGNALS: readonly AbortSignalLike[] = /* @__PURE__ */ Object.freeze([])

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
  if (!args.some((arg) => isObject(arg) && !isFlat(arg))) return NO_SIGNALS
  return findObjects(args, isAbortSignal) as readonly AbortSignalLike[] // each has passed `isAbortSignal`
}

/** Returns the arguments with another signal in place of each. Copies only the objects that contain one. */
export function replaceSignals(args: readonly unknown[], signal: Signal): readonly unknown[] {
  const copies = new Map<object, unknown>()
  const replace = (value: unknown): unknown => {
    if (!isObject(value)) return value
    if (copies.has(value)) return copies.get(value)
    const found = findSignals([value])
    if (found.length === 0) return value
    if (found[0] === value) return signal
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
