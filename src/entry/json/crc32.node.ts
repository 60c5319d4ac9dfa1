type Crc32 = (text: string, start: number) => number

// The first checksum loads `node:zlib`, so a program that only imports this package does not wait for it.
let native: Crc32 | undefined

/** Does the same as `crc32` of crc32.ts, about ten times faster. */
export function crc32(text: string, start = 0): number {
  native ??= createCrc32()
  return native(text, start)
}

/** How many bytes are converted at once, so that a long text needs no long copy. */
const chunkBytes = 2 ** 16

function createCrc32(): Crc32 {
  const { Buffer } = globalThis.process.getBuiltinModule('node:buffer')
  const zlib = globalThis.process.getBuiltinModule('node:zlib')
  const chunk = Buffer.allocUnsafeSlow(chunkBytes)
  return (text, start) => {
    let crc = start
    for (let index = 0; index < text.length; index += chunkBytes / 2) {
      const length = chunk.write(text.slice(index, index + chunkBytes / 2), 'utf16le')
      crc = zlib.crc32(chunk.subarray(0, length), crc)
    }
    return crc
  }
}
