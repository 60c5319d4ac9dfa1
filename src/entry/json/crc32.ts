/**
 * Returns the CRC-32 of a text. Each UTF-16 code unit counts as two bytes, the low one first: no platform has to convert a text to
 * UTF-8 for it. `start` is the CRC-32 of the text before this one.
 */
export function crc32(text: string, start = 0): number {
  let crc = ~start
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    crc = addByte(addByte(crc, unit & 0xff), unit >> 8)
  }
  return ~crc >>> 0
}

function addByte(crc: number, byte: number): number {
  return (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0)
}

/** The polynomial of gzip and PNG, with its bits in reverse order. */
const polynomial = 0xedb88320

/** For each byte, what it adds to a CRC-32. */
const table: Int32Array = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc % 2 === 0 ? crc >>> 1 : (crc >>> 1) ^ polynomial
  return crc
})
