/** Names what is itself and equal to nothing else, whatever properties it has; `undefined` for other objects. */
export function unstableName(value: object): string | undefined {
  if (isFunction(value, 'then')) return 'a promise'
  if (isFunction(value, 'next') && (Symbol.iterator in value || Symbol.asyncIterator in value)) return 'an iterator'
  return IDENTITIES.find(([, type]) => type !== undefined && value instanceof type)?.[0]
}

// All DOM events own the one property `isTrusted`, and would be one key.
const IDENTITIES = [
  ['a WeakMap', WeakMap],
  ['a WeakSet', WeakSet],
  ['a WeakRef', WeakRef],
  ['an Event', globalThis.Event],
] as const

function isFunction(value: object, property: string): boolean {
  return typeof Reflect.get(value, property) === 'function'
}
