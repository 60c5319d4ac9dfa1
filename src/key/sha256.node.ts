// Loaded with the first hash: a program that only imports this package need not wait for it.
let crypto: typeof import('node:crypto') | undefined

/** SHA-256 of a text's UTF-8 bytes, in hex. */
export function sha256(text: string): string {
  crypto ??= globalThis.process.getBuiltinModule('node:crypto')
  return crypto.hash('sha256', text)
}
