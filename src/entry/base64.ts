/** Bytes as text and back. `read` throws for every text that `write` does not give. */
interface Base64 {
  write(bytes: Uint8Array): string
  read(text: string): ArrayBuffer
}

/** Part of Node's Buffer, several times faster than what all platforms have. */
interface FastBase64 {
  from(bytes: ArrayBufferLike, offset: number, length: number): { toString(encoding: 'base64'): string }
  from(text: string, encoding: 'base64'): Uint8Array
}

const { Buffer: fast } = globalThis as unknown as { readonly Buffer?: FastBase64 }

const chunk = 2 ** 13

export const base64: Base64 = {
  write,
  read: (text) => {
    const bytes = fast === undefined ? fromBinary(atob(text)) : fast.from(text, 'base64')
    if (write(bytes) !== text) throw new TypeError('the text is no base64')
    // A copy, because a small Buffer lies in a pool with others.
    return new Uint8Array(bytes).buffer
  },
}

function write(bytes: Uint8Array): string {
  if (fast !== undefined) return fast.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  let binary = ''
  for (let start = 0; start < bytes.length; start += chunk) {
    binary += String.fromCharCode(...bytes.subarray(start, start + chunk))
  }
  return btoa(binary)
}

function fromBinary(binary: string): Uint8Array {
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
