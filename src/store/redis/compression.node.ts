import { Buffer } from 'node:buffer'
import { gunzipSync, gzipSync } from 'node:zlib'
import { StoreError } from '../../errors.ts'

/** No text of an entry begins like this. */
const MARK = 'gzip:'

/** A hostile value must not fill the memory when it is unpacked. */
const MAX_BYTES = 512 * 1024 * 1024

/** Compresses a text that has more bytes than `above`. */
export function compress(text: string, above: number): string {
  return byteLengthOf(text) > above ? MARK + gzipSync(text).toString('base64') : text
}

/** Returns the text that `compress` got. @throws {StoreError} when it is damaged. */
export function decompress(stored: string): string {
  if (!isCompressed(stored)) return stored
  try {
    return gunzipSync(Buffer.from(stored.slice(MARK.length), 'base64'), { maxOutputLength: MAX_BYTES }).toString()
  } catch (cause) {
    throw new StoreError('DAMAGED', 'the entry is damaged: it cannot be decompressed', { cause })
  }
}

export function isCompressed(stored: string): boolean {
  return stored.startsWith(MARK)
}

function byteLengthOf(text: string): number {
  return Buffer.byteLength(text)
}
