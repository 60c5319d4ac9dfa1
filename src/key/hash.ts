import { sha256 } from '#sha256'
import { canonicalText } from './canonical.ts'

const DIGITS = 16

/**
 * Returns the hash of arguments, as it occurs in the file name of their entry. The hash has 16 hex digits. It is the same in
 * every process and on every platform, and does not depend on the order of object keys.
 *
 * @throws {InvalidKeyError} when an argument has no stable identity, for example a function.
 *
 * @example
 * ```ts
 * import { hash } from 'cachetta'
 *
 * const file = `./cache/users-${hash({ id: 1, role: 'admin' })}.json`
 * ```
 */
export function hash(...args: readonly unknown[]): string {
  return hashText(canonicalText(args))
}

/** Returns the hash of a text. For the canonical text of arguments, it equals their `hash`. */
export function hashText(text: string): string {
  return sha256(text).slice(0, DIGITS)
}
