// The checksum in the text of an entry. It shows accidents: a torn write, a flipped bit, a block of zeros. Anyone who can write the
// text can also write its checksum, so a hash that resists attackers would not make it safer, only slower (docs/security.md).

import { crc32 } from '#crc32'
import { sha256 } from '#sha256'
import type { Format } from './header-text.ts'

/** The number of characters of a checksum in the latest format. */
export const checksumLength = 8

/** Returns the checksum of several texts in a row, in hex: a CRC-32, or in format 1 a SHA-256 of their UTF-8 bytes. */
export function checksumOf(parts: readonly string[], format: Format): string {
  if (format === 1) return sha256(parts.join(''))
  // A text that is put together first would be copied once more.
  return parts
    .reduce((crc, part) => crc32(part, crc), 0)
    .toString(16)
    .padStart(checksumLength, '0')
}
