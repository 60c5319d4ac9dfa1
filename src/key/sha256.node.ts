// The first hash loads it, so a program that only imports this package does not wait for it.
let crypto: typeof import('node:crypto') | undefined

/** Returns the SHA-256 of the UTF-8 bytes of a text, in hex. */
export function sha256(text: string): string {
  crypto ??= globalThis.process.getBuiltinModule('node:crypto')
  return crypto.hash('sha256', text)
}

/** Up to this length, one call is faster. A longer text would be copied once more to put the parts together. */
const maxJoinedLength = 2 ** 16

/** Returns the SHA-256 of the UTF-8 bytes of several texts in a row, in hex. No text ends within a surrogate pair. */
export function sha256OfParts(parts: readonly string[]): string {
  if (parts.reduce((sum, part) => sum + part.length, 0) <= maxJoinedLength) return sha256(parts.join(''))
  crypto ??= globalThis.process.getBuiltinModule('node:crypto')
  const hash = crypto.createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}
