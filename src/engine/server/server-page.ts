import { hasLongTexts } from '#environment'
import { addressText } from '../../key/address.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import type { EntryRequest } from '../request/request.ts'
import type { TroubleTable } from '../trouble.ts'
import { endTrouble, reportTrouble } from '../trouble.ts'

/** What a hook does without data: it waits, it leaves the fetch to the browser, or nothing (it has a fallback, or no fetcher). */
export type WithoutData = 'wait' | 'fetch' | 'nothing'

/** The page that a server renders for one request: what each part of it has shown. */
export interface ServerPage {
  /** Decides what a hook renders, given the entry that memory has now. `undefined`: no data. */
  resolveRendered(
    request: EntryRequest,
    inMemory: MemoryEntry | undefined,
    without: WithoutData,
  ): MemoryEntry | undefined
  /** A hook that got no data suspends instead of rendering without. */
  suspend(request: EntryRequest): void
  /** What was rendered, by id. */
  readonly rendered: ReadonlyMap<string, MemoryEntry>
  /** True if a part of the page rendered without this entry, and without waiting for it. */
  wasRenderedWithoutData(id: string): boolean
}

/**
 * A page is rendered in parts, and the browser hydrates each part with what has arrived until then. The browser cannot tell when
 * the server rendered a part. So all parts show the entry as the first part did, and if a part rendered without data, the
 * parts like it stay without.
 *
 *     store       | v1 |
 *     prefetch       |--------v2--------|
 *     header      | v1 |
 *     boundary                           | v1 |      not v2: the browser hydrates both parts with one value
 */
export function createServerPage(table: TroubleTable): ServerPage {
  const rendered = new Map<string, MemoryEntry>()
  const timesWithoutData = new Map<string, number>()
  const warned = new Set<string>()
  const wasRenderedWithoutData = (id: string) => (timesWithoutData.get(id) ?? 0) > 0
  const count = (id: string, change: number): void =>
    void timesWithoutData.set(id, (timesWithoutData.get(id) ?? 0) + change)

  return {
    rendered,
    wasRenderedWithoutData,
    resolveRendered(request, inMemory, without) {
      const { id } = request
      const memoryEntry = rendered.get(id) ?? inMemory
      if (memoryEntry && (without === 'wait' || !wasRenderedWithoutData(id))) {
        rendered.set(id, memoryEntry)
        return memoryEntry
      }
      count(id, 1)
      if (without === 'fetch') {
        void Promise.resolve().then(() => wasRenderedWithoutData(id) && warnMissingPrefetch(table, warned, request))
      }
      return undefined
    },
    suspend: ({ id }) => count(id, -1),
  }
}

/** Warns once per page and entry, in development: the browser has to fetch what the server could have sent. */
function warnMissingPrefetch(table: TroubleTable, warned: Set<string>, { address, id }: EntryRequest): void {
  if (!hasLongTexts || warned.has(id) || !isDevelopment()) return
  warned.add(id)
  endTrouble(table, 'without data', id) // of an earlier page
  reportTrouble(
    table,
    ['without data', id],
    `${addressText(address)} was rendered on the server without data; prefetch it, let the hook wait with suspense: true, or give it fallbackData`,
  )
}

/** Reads the variable at each call, because tests change it. Not every host has `process`. */
function isDevelopment(): boolean {
  const { process } = globalThis as { process?: { env?: Readonly<Record<string, string | undefined>> } } // only Node has it
  return process?.env?.['NODE_ENV'] !== 'production'
}
