// The first hash loads it, so a program that only imports this package does not wait for it.
let crypto: typeof import('node:crypto') | undefined

/** Returns the SHA-256 of the UTF-8 bytes of a text, in hex. */
export function sha256(text: string): string {
  crypto ??= globalThis.process.getBuiltinModule('node:crypto')
  return crypto.hash('sha256', text)
}
