import { log } from '../engine/log.ts'
import type { MemoryEntry } from '../engine/memory/memory.ts'
import type { CacheHandle } from '../engine/request/cache-handle.ts'
import { handleOf } from '../engine/request/cache-handle.ts'
import { InvalidOptionError, shown } from '../errors.ts'
import { addressText } from '../key/address.ts'
import { entryText } from './entry-text.ts'
import { format } from './format.ts'

/** Says which entries travel, by the key as it was given. */
export type Filter = (key: unknown, value: unknown) => boolean

/** What stands behind a scope. Throws for a cache that is none. */
export function handleOfScope(scope: object): CacheHandle {
  const handle = handleOf(scope)
  if (handle?.origin) return handle
  throw new InvalidOptionError(`scope: ${shown(scope)} was given; accepted is what cache.scope() returned`)
}

/** The texts of all entries of a scope that have not travelled yet, which from now on have. */
export function collectEntries(handle: CacheHandle, filter: Filter | undefined, travelled: Set<string>): string[] {
  const texts: string[] = []
  for (const [id, memoryEntry] of entriesOfScope(handle)) {
    if (travelled.has(id) || memoryEntry.isTransient) continue
    travelled.add(id)
    if (filter && !filter(memoryEntry.key, memoryEntry.entry.value)) continue
    try {
      texts.push(entryText(handle, id, memoryEntry))
    } catch (error) {
      log('warn', `${addressText(memoryEntry.address)} does not travel with its page; the browser fetches it`, error)
    }
  }
  return texts
}

/** The state that `texts` make up. */
export function stateText(texts: readonly string[]): string {
  return `{"cachetta":${format},"entries":[${texts.join(',')}]}`
}

/** What the page has shown, as it was shown, and what was made ready for it. */
function entriesOfScope({ engine, memory }: CacheHandle): Map<string, MemoryEntry> {
  return new Map([...(memory ?? []), ...(engine.serverPage?.rendered ?? [])])
}
