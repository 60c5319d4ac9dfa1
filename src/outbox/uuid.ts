/** Returns a random UUID. A page without HTTPS has no `crypto.randomUUID`, and React Native may have no `crypto`. */
export function createUuid(): string {
  const { crypto } = globalThis as { crypto?: Partial<Crypto> }
  if (crypto?.randomUUID) return crypto.randomUUID()
  const bytes = crypto?.getRandomValues?.(new Uint8Array(16)) ?? Uint8Array.from({ length: 16 }, randomByte)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  const variant = '89ab'[Number(bytes[8]) % 4]
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-')
}

function randomByte(): number {
  return Math.floor(Math.random() * 256)
}
