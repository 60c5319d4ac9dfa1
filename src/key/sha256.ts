import { sha256 as hashBytes } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { encodeUtf8 } from './utf8.ts'

/** Returns the SHA-256 of the UTF-8 bytes of a text, in hex. */
export function sha256(text: string): string {
  return bytesToHex(hashBytes(encodeUtf8(text)))
}
