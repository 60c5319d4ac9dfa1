import { expect } from 'vitest'

/**
 * Expects two values of the same shape. This includes prototypes, the order of keys and of Maps and Sets, properties that are not
 * enumerable, -0 and NaN, and cycles.
 */
export function expectSame(actual: unknown, expected: unknown): void {
  const difference = findDifference(actual, expected, 'value', new Map())
  if (difference === undefined) return
  expect.soft(actual).toStrictEqual(expected)
  expect.fail(difference)
}

function findDifference(a: unknown, b: unknown, place: string, seen: Map<unknown, unknown>): string | undefined {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return Object.is(a, b) ? undefined : `${place} is ${String(a)} instead of ${String(b)}`
  }
  if (seen.has(b)) return undefined
  seen.set(b, a)
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return `${place} has another prototype`
  const tags = [a, b].map((some) => Object.prototype.toString.call(some))
  if (tags[0] !== tags[1]) return `${place} is ${tags[0]} instead of ${tags[1]}`
  return findPartDifference(listParts(a), listParts(b), place, seen)
}

function findPartDifference(a: Parts, b: Parts, place: string, seen: Map<unknown, unknown>): string | undefined {
  if (a.length !== b.length) return `${place} has ${a.length} parts instead of ${b.length}`
  for (const [index, [name, part]] of b.entries()) {
    const [nameInA, partInA] = a[index] ?? ['', undefined]
    if (name !== nameInA) return `${place} has ${nameInA} where ${name} was`
    const difference = findDifference(partInA, part, `${place}.${name}`, seen)
    if (difference !== undefined) return difference
  }
  return undefined
}

type Parts = [name: string, part: unknown][]

function listParts(object: object): Parts {
  const own = Reflect.ownKeys(object).filter((key) => !isOfEngine(object, key))
  const parts: Parts = own.map((key) => [describeKey(object, key), Reflect.get(object, key)])
  return [...parts, ...listContent(object)]
}

/** True for what the engine gives an object by itself: the bytes of an array, and the place where an error was made. */
function isOfEngine(object: object, key: string | symbol): boolean {
  if (ArrayBuffer.isView(object)) return isIndex(key)
  if (key === 'stack') return true
  // The engine of Bun and Safari
  const isPlace = ['line', 'column', 'sourceURL'].includes(String(key))
  return object instanceof Error && isPlace && !Object.prototype.propertyIsEnumerable.call(object, key)
}

function isIndex(key: string | symbol): boolean {
  return typeof key === 'string' && /^\d+$/.test(key)
}

function describeKey(object: object, key: string | symbol): string {
  return `${Object.getOwnPropertyDescriptor(object, key)?.enumerable ? '' : 'hidden '}${String(key)}`
}

function listContent(object: object): Parts {
  if (object instanceof Map)
    return [...object].flatMap(([key, value], n) => [
      [`key ${n}`, key],
      [`value ${n}`, value],
    ])
  if (object instanceof Set) return [...object].map((part, n) => [`element ${n}`, part])
  if (object instanceof Date) return [['time', object.getTime()]]
  if (object instanceof RegExp) return [['text', String(object)]]
  if (object instanceof URL) return [['href', object.href]]
  if (object instanceof ArrayBuffer) return [['bytes', Buffer.from(object).toString('hex')]]
  if (ArrayBuffer.isView(object)) {
    return [['bytes', Buffer.from(object.buffer, object.byteOffset, object.byteLength).toString('hex')]]
  }
  return []
}
