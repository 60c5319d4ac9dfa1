import type { Address } from '../../key/address.ts'

/** The item of an address: `cachetta:["./cache/users.json","1"]`, with a `true` at the end where a path function named it. */
export function itemNameOf(prefix: string, { path, key, exact }: Address): string {
  return prefix + JSON.stringify(exact ? [path, key, true] : [path, key])
}

/** The address whose item has this name; `null` for an item of someone else. */
export function addressIn(prefix: string, name: string): Address | null {
  if (!name.startsWith(`${prefix}[`)) return null
  const [path, key, exact = false] = partsIn(name.slice(prefix.length))
  if (typeof path !== 'string' || typeof key !== 'string' || typeof exact !== 'boolean') return null
  const address: Address = { path, key, exact }
  return itemNameOf(prefix, address) === name ? address : null
}

function partsIn(text: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(text)
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}
