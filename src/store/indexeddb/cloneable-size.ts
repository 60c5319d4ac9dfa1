import { hasLongTexts } from '#environment'
import type { EncodedEntry } from '../../entry/clone-codec.ts'
import { messageOf, UnsafeTypeError } from '../../errors.ts'
import { typeOf } from '../../key/inspect-object.ts'

/**
 * Clones an encoded entry, and estimates the bytes of its value. Throws `UnsafeTypeError` with the path to the part at fault if
 * the clone throws, turns an instance into a plain object, or drops properties.
 */
export function cloneMeasured<T extends EncodedEntry>(encoded: T): T & { readonly size: number } {
  const visited = new Set<unknown>()
  const path = ['value']
  let size = 0

  const measure = (part: unknown): void => {
    size += typeof part === 'string' ? part.length : 8
    // A symbol continues to the checks below: structured clone throws for symbols.
    if ((Object(part) !== part && typeof part !== 'symbol') || visited.has(part)) return
    visited.add(part)
    const parts = partsOf(Object(part))
    if (ArrayBuffer.isView(part) || typeOf(Object(part)) === 'ArrayBuffer') size += (part as ArrayBuffer).byteLength
    for (const key of Object.keys(parts)) {
      path.push(key)
      size += key.length
      measure(Reflect.get(parts, key))
      path.pop()
    }
  }

  try {
    measure(encoded.entry.value)
    return structuredClone({ ...encoded, size })
  } catch (cause) {
    const message = `${path.join('.')}: ${messageOf(cause)}${hasLongTexts ? '; leave it out, or list its class in allowedTypes' : ''}`
    throw new UnsafeTypeError(message, { cause })
  }
}

/** Returns the parts of an object that need a check of their own. Throws if structured clone drops a part of the object. */
function partsOf(object: object): object {
  const type = typeOf(object)
  const isPlain = type === 'Object' || type === 'Array'
  if (Object.getOwnPropertySymbols(object).length > 0 || !(isPlain || isClonedWhole(object, type))) {
    throw new TypeError(`a structured clone changes ${Object.getPrototypeOf(object)?.constructor?.name}`)
  }
  // Casts, because an object of a type has the members of that type.
  if (type === 'Map') return [...(object as Map<unknown, unknown>)].flat()
  return type === 'Set' ? [...(object as Set<unknown>)] : isPlain ? object : []
}

function isClonedWhole(object: object, type: ReturnType<typeof typeOf>): boolean {
  const isCollection = type === 'Map' || type === 'Set'
  if ((!isCollection && typeOf(structuredClone(object)) !== type) || 'cause' in object) return false
  return ArrayBuffer.isView(object) || Object.keys(object).length === 0 // the keys of a view are its bytes, and slow to list
}
