import type { Address } from '../../../key/address.ts'
import { fileOf } from '../../../key/file-name.ts'
import { unescapeNames } from '../../../key/reserved-names.ts'

/** Returns the address of the entry in a file, from the path of the file and the key in its header. */
export function addressOfFile(path: string, key: string): Address {
  const exact: Address = { path: unescapeNames(path), key, exact: true }
  const hashed: Address = { path: removeHash(exact.path), key, exact: false }
  return fileOf(hashed) === path ? hashed : exact
}

/** Turns `users-<hash>.json` back into `users.json`. */
function removeHash(path: string): string {
  return path.replace(/-[0-9a-f]{16}(\.[^./\\]*)?$/, '$1')
}
