// The names of entries in a backend that Cachetta does not know. A backend may limit the length of its keys, may not distinguish
// upper and lower case, may take `/`, `\` and `:` for one separator, and may give `.`, `*`, `?` or `$` a meaning. A name survives all
// of that. It shows the path of the entry, so that the entries under a base can be listed, and ends in a hash of path and key:
//
//     ./users.json, key "1"     cachetta:_2e:users.json:__9d4e1e23bd5b7270

import type { Address } from '../../key/address.ts'
import { entryNameOf } from '../../key/address.ts'
import { hashText } from '../../key/hash.ts'

/** The longest prefix. With it, no name is longer than 200 characters: MySQL accepts 255, and Memcached 250. */
const MAX_PREFIX_LENGTH = 64

/** A longer path loses its last segments. The hash still tells its entries apart. */
const MAX_PATH_LENGTH = 112

/** Returns the name of an entry. Only the hash identifies the entry, and a read compares the address besides. */
export function backendNameOf(prefix: string, address: Address): string {
  return `${startOf(prefix, address.path)}__${hashText(entryNameOf(address))}`
}

/** Returns the start of the names of all entries at `base` and under it. Names of others may have it, too. */
export function nameStartUnder(prefix: string, base: string): string {
  return base === '' ? prefix : startOf(prefix, base.replace(/[/\\]$/, ''))
}

/** True if a key of the backend ends in the hash of a name. The backend may have changed the start of the name. */
export function isKeyOf(name: string, key: string): boolean {
  return key.endsWith(name.slice(name.lastIndexOf(':')))
}

/** Returns what the option `prefix` accepts if it does not accept the value. */
export function findWrongPrefix(prefix: unknown): string | undefined {
  const isPrefix =
    typeof prefix === 'string' && /^(?:[a-z0-9][a-z0-9-]*:)*$/.test(prefix) && prefix.length <= MAX_PREFIX_LENGTH
  return isPrefix
    ? undefined
    : `a text like 'cachetta:' or 'my-app:cache:', in lower case, of at most ${MAX_PREFIX_LENGTH} characters`
}

function startOf(prefix: string, path: string): string {
  let start = ''
  for (const segment of path.split(/[/\\]/)) {
    const next = `${start}${encodeSegment(segment)}:`
    if (next.length > MAX_PATH_LENGTH) break
    start = next
  }
  return prefix + start
}

/** A dot at either end is written as a number: `..` leaves a directory, and drivers of files hide what begins with a dot. */
function encodeSegment(segment: string): string {
  return segment.replace(/[^a-z0-9.-]|^\.|\.$/g, toNumber) || '_'
}

function toNumber(character: string): string {
  return `_${character.charCodeAt(0).toString(16)}`
}
