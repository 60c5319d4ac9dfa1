/** Returns the UTF-8 bytes of a text. React Native may have no `TextEncoder`. */
export function encodeUtf8(text: string): Uint8Array {
  return globalThis.TextEncoder ? new TextEncoder().encode(text) : Uint8Array.from(utf8BytesOf(text))
}

/** The platform escapes each byte of a character beyond ASCII. A surrogate without its pair becomes U+FFFD, as with `TextEncoder`. */
function* utf8BytesOf(text: string): Generator<number> {
  const wellFormed = text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (found) =>
    found.length === 2 ? found : '\ufffd',
  )
  for (const [part, hex] of encodeURIComponent(wellFormed).matchAll(/%(..)|./g))
    yield hex === undefined ? part.charCodeAt(0) : Number.parseInt(hex, 16)
}
