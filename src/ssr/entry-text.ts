import type { MemoryEntry } from '../engine/memory/memory.ts'
import type { CacheHandle } from '../engine/request/cache-handle.ts'
import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { Entry } from '../entry/entry.ts'
import { membersText } from '../entry/text.ts'

/** An entry as it travels. Throws `UnsafeTypeError` for what could not come back. */
export function entryText(
  { base, engine, policy }: CacheHandle,
  id: string,
  { address, entry, persist }: MemoryEntry,
): string {
  const { path, key, exact } = address
  // The path of the scope itself stays at home: it is a place on the server's disk, and the browser's cache has its own.
  const there = escaped(JSON.stringify(path === base ? { key, exact } : { path, key, exact }))
  const marks = `${persist === false ? ',"persist":false' : ''}${engine.serverPage?.wasRenderedWithoutData(id) ? ',"late":true' : ''}`
  return `{"address":${there},"entry":${membersOf(entry, policy.types)}${marks}}`
}

const texts = new WeakMap<Entry, { readonly types: AllowedTypes; readonly text: string }>()

/** What the process remembers (`lruSize`) travels with many pages; it is written for the first of them. */
function membersOf(entry: Entry, types: AllowedTypes): string {
  const known = texts.get(entry)
  if (known?.types === types) return known.text
  const text = escaped(membersText(entry, types))
  texts.set(entry, { types, text })
  return text
}

/** No `</script>`, no `<!--`, no `]]>`, no line end that older JavaScript does not know; the same JSON all the same. */
function escaped(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
