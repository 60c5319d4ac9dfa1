// The state of a server page: the entries of one scope as text.
//
//     in    a scope: the entries that the page has rendered, and those that were prefetched for it
//     out   {"cachetta":1,"entries":[{"address":{…},"entry":{…}},…]}
//
// state-script.ts puts the text into a script. with-state.ts puts such scripts into the stream of the page. In the browser,
// parse-state.ts and hydrate.ts read the text.

import type { MemoryEntry } from '../engine/memory/memory.ts'
import type { CacheHandle } from '../engine/request/cache-handle.ts'
import { handleOf } from '../engine/request/cache-handle.ts'
import { endTrouble, reportTrouble } from '../engine/trouble.ts'
import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { Entry } from '../entry/entry.ts'
import { stringifyEntry } from '../entry/json/json-codec.ts'
import { describeValue, InvalidOptionError } from '../errors.ts'
import { addressText } from '../key/address.ts'
import { STATE_FORMAT } from './parse-state.ts'

/** The options of {@link dehydrate}. */
export interface DehydrateOptions {
  /**
   * Decides by the key, as it was given, and the value whether an entry is part of the state.
   * @default all entries that the request prefetched, fetched or rendered
   */
  readonly filter?: ((key: unknown, value: unknown) => boolean) | undefined
}

/**
 * Returns the entries of a scope as JSON. The text is safe in HTML and in scripts. It contains no errors, and no values that
 * cannot be restored.
 * @throws {InvalidOptionError} when `scope` did not come from `cache.scope()`: a cache holds the data of all requests.
 * @example
 * ```ts
 * import { Cachetta } from 'cachetta'
 * import { dehydrate, prefetch } from 'cachetta/ssr'
 *
 * const cache = new Cachetta({ path: './cache/pages', duration: '5m' })
 *
 * export async function renderState(): Promise<string> {
 *   const scope = cache.scope()
 *   await prefetch(scope, ['user', 1], ([, id]) => fetchUser(id))
 *   return `<script type="application/json" id="state">${dehydrate(scope)}</script>`
 * }
 * ```
 */
export function dehydrate(scope: object, { filter }: DehydrateOptions = {}): string {
  return toStateText(collectEntries(requireScope(scope), filter, new Set()))
}

/** Returns the handle of a scope. Throws `InvalidOptionError` for anything else. */
export function requireScope(scope: object): CacheHandle {
  const handle = handleOf(scope)
  if (handle?.origin) return handle
  throw new InvalidOptionError(`scope: ${describeValue(scope)} was given; accepted is the result of cache.scope()`)
}

/** Returns the entries of a scope that were not sent yet, each as text, and adds their ids to `sent`. */
export function collectEntries(handle: CacheHandle, filter: DehydrateOptions['filter'], sent: Set<string>): string[] {
  const texts: string[] = []
  for (const [id, memoryEntry] of listEntries(handle)) {
    if (sent.has(id) || memoryEntry.isTransient) continue
    sent.add(id)
    if (filter && !filter(memoryEntry.key, memoryEntry.entry.value)) continue
    try {
      texts.push(toEntryText(handle, id, memoryEntry))
      endTrouble(handle.engine, 'not sent', id)
    } catch (error) {
      const message = `${addressText(memoryEntry.address)} cannot be sent with its page; the browser fetches it`
      reportTrouble(handle.engine, ['not sent', id], message, error)
    }
  }
  return texts
}

/** Puts the texts of entries together to the text of a state. */
export function toStateText(entryTexts: readonly string[]): string {
  return `{"cachetta":${STATE_FORMAT},"entries":[${entryTexts.join(',')}]}`
}

/** An entry that the page has rendered replaces a newer one in memory, because the browser hydrates the rendered page. */
function listEntries({ engine, memory }: CacheHandle): Map<string, MemoryEntry> {
  return new Map([...(memory ?? []), ...(engine.serverPage?.rendered ?? [])])
}

/** Throws `UnsafeTypeError` for a value that cannot be restored. */
function toEntryText(handle: CacheHandle, id: string, { address, entry, persist }: MemoryEntry): string {
  const { base, engine } = handle
  const { path, key, exact, givenPath = path } = address
  // The path of the scope itself is left out. It is a place on the server's disk, and the browser's cache has its own path.
  const addressJson = escapeHtml(JSON.stringify(path === base ? { key, exact } : { path: givenPath, key, exact }))
  const persistMember = persist === false ? ',"persist":false' : ''
  const lateMember = engine.serverPage?.wasRenderedWithoutData(id) ? ',"late":true' : ''
  return `{"address":${addressJson},"entry":${toMembersText(handle, id, entry)}${persistMember}${lateMember}}`
}

const membersTexts = new WeakMap<Entry, { readonly types: AllowedTypes; readonly text: string }>()

/** Many pages send the entries that the process has in memory (`lruSize`), so each entry is written once. */
function toMembersText({ origin, policy: { types } }: CacheHandle, id: string, entry: Entry): string {
  const known = membersTexts.get(entry)
  if (known?.types === types) return known.text
  const text = escapeHtml(stringifyEntry(entry, types))
  const isKept = [...(origin?.memories ?? [])].some((memory) => memory.get(id)?.entry === entry)
  if (isKept) membersTexts.set(entry, { types, text })
  return text
}

/**
 * Escapes the signs that could end a script or a comment of the page (`</script>`, `<!--`, `]]>`), and the line ends that older
 * JavaScript does not allow in a text. The result is the same JSON.
 */
function escapeHtml(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
