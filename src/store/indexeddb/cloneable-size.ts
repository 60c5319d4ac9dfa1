import { messageOf, UnsafeTypeError } from '../../errors.ts'

/**
 * Estimates the bytes of a value, and checks that a structured clone returns the value as it is. Throws `UnsafeTypeError` with
 * the path to the part at fault if the clone throws, turns an instance into a plain object, or drops properties.
 */
export function measureCloneable(value: unknown): number {
  const visited = new Set<unknown>()
  const path = ['value']
  let size = 0

  const measure = (part: unknown): void => {
    size += typeof part === 'string' ? part.length : 8
    // A symbol continues to the checks below: structured clone throws for symbols.
    if ((Object(part) !== part && typeof part !== 'symbol') || visited.has(part)) return
    visited.add(part)
    if (ArrayBuffer.isView(part) || part instanceof ArrayBuffer) size += part.byteLength
    const parts = partsOf(Object(part))
    for (const key of Object.keys(parts)) {
      path.push(key)
      size += key.length
      measure(Reflect.get(parts, key))
      path.pop()
    }
  }

  try {
    measure(value)
    return size
  } catch (cause) {
    const message = `${path.join('.')}: ${messageOf(cause)}; leave it out, or list its class in allowedTypes`
    throw new UnsafeTypeError(message, { cause })
  }
}

/** Returns the parts of an object that need a check of their own. Throws if structured clone drops a part of the object. */
function partsOf(object: object): object {
  const prototype = Object.getPrototypeOf(object)
  const isPlain = prototype === Object.prototype || prototype === Array.prototype
  if (Object.getOwnPropertySymbols(object).length > 0 || !(isPlain || isClonedWhole(object, prototype))) {
    throw new TypeError(`a structured clone changes ${prototype?.constructor?.name}`)
  }
  if (isPlain) return object
  return object instanceof Map ? [...object].flat() : object instanceof Set ? [...object] : []
}

function isClonedWhole(object: object, prototype: object): boolean {
  const copy = object instanceof Map ? new Map() : object instanceof Set ? new Set() : structuredClone(object)
  if (Object.getPrototypeOf(copy) !== prototype || 'cause' in object) return false
  return ArrayBuffer.isView(object) || Object.keys(object).length === 0 // the keys of a view are its bytes, and slow to list
}
