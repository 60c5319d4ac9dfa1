// The lines of the level `debug` that tell what happens to an entry. A page that never sets the level has nothing of this file.

import { ageOf } from '../entry/freshness.ts'
import type { Address } from '../key/address.ts'
import { addressText } from '../key/address.ts'
import type { MemoryEntry } from './memory/memory.ts'

/** What `debug` gets: the entry, what happened to it, the reason and the error. */
export type Detail = readonly [
  entry: { readonly address: Address },
  what: string | (() => string) | FoundDetail,
  reason?: string | undefined,
  ...error: [] | [error: unknown],
]

/** What a hook has found when it mounted, and whether it fetches. */
interface FoundDetail {
  readonly found: MemoryEntry | undefined
  readonly freshness: string
  readonly shouldFetch: boolean
  readonly now: number
}

/** The texts for the words of events, and others that a page need not have. Any other text stands for itself. */
const TEXTS = new Map([
  ['joined', 'join the fetch in flight'],
  ['recent', 'no fetch, the value is recent'],
  ['paused', 'no fetch, paused'],
  ['no fetcher', 'no fetch, there is no fetcher'],
  ['adopted', 'result, from another tab or process'],
  ['stored', 'result, stored'],
  ['kept', 'result, kept in memory'],
  ['refused', 'result, not stored'],
  ['failed', 'result, not stored: the store failed'],
])

export function describeDetail([entry, what, reason]: Detail): string {
  return `${addressText(entry.address)}: ${toText(what)}${reason ? `, reason: ${reason}` : ''}`
}

function toText(what: Detail[1]): string {
  if (typeof what === 'string') return TEXTS.get(what) ?? what
  if (typeof what === 'function') return what()
  const { found, freshness, now, shouldFetch } = what
  const end = shouldFetch ? '' : ', no fetch'
  if (!found) return `miss${end}`
  return `hit, source: ${found.source}, ${freshness}, ${Math.round(ageOf(found.entry, now) / 1000)} s old${end}`
}
