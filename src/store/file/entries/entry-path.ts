import type { Address } from '../../../key/address.ts'
import { fileOf } from '../../../key/file-name.ts'

/** One call asks for the file of its address up to seven times: for the lock, the reads, the write and the log. */
const paths = new WeakMap<Address, string>()

/** Like `fileOf`, but hashes each address only once. */
export function pathOf(address: Address): string {
  let path = paths.get(address)
  if (path === undefined) {
    path = fileOf(address)
    paths.set(address, path)
  }
  return path
}
