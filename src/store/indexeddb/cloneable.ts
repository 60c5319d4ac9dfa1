import { UnsafeTypeError } from '../../errors.ts'

/**
 * Estimates the bytes of a value that structured clone gives back as it is. Throws `UnsafeTypeError`, which names the place,
 * for any other: one that it throws at, makes a plain object of, or drops properties of.
 */
export function sizeOf(value: unknown): number {
  const met = new Set<unknown>()
  const steps = ['value']
  let size = 0

  const measure = (part: unknown): void => {
    size += typeof part === 'string' ? part.length : 8
    if ((Object(part) !== part && typeof part !== 'symbol') || met.has(part)) return // structured clone throws at a symbol
    met.add(part)
    if (ArrayBuffer.isView(part) || part instanceof ArrayBuffer) size += part.byteLength
    const parts = partsOf(Object(part))
    for (const key of Object.keys(parts)) {
      steps.push(key)
      size += key.length
      measure(Reflect.get(parts, key))
      steps.pop()
    }
  }

  try {
    measure(value)
    return size
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UnsafeTypeError(`${steps.join('.')}: ${reason}; leave it out, or list its class in allowedTypes`, {
      cause,
    })
  }
}

/** What an object holds that has to be looked at by itself. Throws where there is more to it than structured clone keeps. */
function partsOf(object: object): object {
  const prototype = Object.getPrototypeOf(object)
  const isOpen = prototype === Object.prototype || prototype === Array.prototype
  if (Object.getOwnPropertySymbols(object).length > 0 || !(isOpen || isKnown(object, prototype))) {
    throw new TypeError(`${prototype?.constructor?.name} would come back changed`)
  }
  if (isOpen) return object
  return object instanceof Map ? [...object].flat() : object instanceof Set ? [...object] : []
}

function isKnown(object: object, prototype: object): boolean {
  const copy = object instanceof Map ? new Map() : object instanceof Set ? new Set() : structuredClone(object)
  if (Object.getPrototypeOf(copy) !== prototype || 'cause' in object) return false
  return ArrayBuffer.isView(object) || Object.keys(object).length === 0 // listing bytes takes longer than all the rest
}
