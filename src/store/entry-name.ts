import type { Address } from '../key/address.ts'

/**
 * Returns the name of an entry in a store. No path contains a NUL, so two addresses never share a name, and names sort by path.
 */
export function entryNameOf({ path, key, exact }: Address): string {
  return exact ? path : `${path}\0${key}`
}
