import { sha256 as hashBytes } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** Returns the SHA-256 of the UTF-8 bytes of a text, in hex. */
export function sha256(text: string): string {
  return bytesToHex(hashBytes(utf8ToBytes(text)))
}

/** Returns the SHA-256 of the UTF-8 bytes of several texts in a row, in hex. No text ends within a surrogate pair. */
export function sha256OfParts(parts: readonly string[]): string {
  const hash = hashBytes.create()
  for (const part of parts) hash.update(utf8ToBytes(part))
  return bytesToHex(hash.digest())
}
