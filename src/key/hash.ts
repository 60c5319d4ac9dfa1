import { sha256 } from '#sha256'
import { canonicalText } from './canonical.ts'

const DIGITS = 16

/**
 * Hashes arguments as the name of an entry's file does: 16 hex digits, the same in every process and on every platform.
 * Throws `InvalidKeyError` for what has no stable identity.
 */
export function hash(...args: readonly unknown[]): string {
  return hashText(canonicalText(args))
}

/** The hash of arguments whose canonical text is already there. */
export function hashText(text: string): string {
  return sha256(text).slice(0, DIGITS)
}
