/** Data that is nested deeper than this, for example a cycle, counts as different. The price is one render. */
const MAX_DEPTH = 100

/** Compares plain objects, arrays and dates in depth. Any other object equals only itself. */
export function isEqual(one: unknown, other: unknown, depth = 0): boolean {
  if (Object.is(one, other)) return true
  if (!isObject(one) || !isObject(other) || depth > MAX_DEPTH) return false
  const prototype = Object.getPrototypeOf(one)
  if (prototype !== Object.getPrototypeOf(other)) return false
  if (one instanceof Date) return Number(one) === Number(other)
  if (!Array.isArray(one) && prototype !== Object.prototype && prototype !== null) return false
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isEqual(one[key], other[key], depth + 1))
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
