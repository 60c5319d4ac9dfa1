import { addressText } from '../../key/address.ts'
import type { Engine } from '../engine.ts'
import { log } from '../log.ts'
import type { MemoryEntry } from '../memory/memory.ts'
import type { EntryRequest } from '../request/request.ts'

/**
 * A page is rendered in parts, and each part once more in the browser, by what has travelled until then. So what one part has
 * shown of an entry all others show, and a part that could not wait for it keeps those like it without.
 *
 *     store       | v1 |
 *     prefetch       |--------v2--------|
 *     header      | v1 |                              the browser cannot tell the two apart: both hydrate with v1
 *     boundary                           | v1 |
 */
export function createServerPage(engine: Engine): ServerPage {
  const rendered = new Map<string, MemoryEntry>()
  const counts = new Map<string, number>()
  const wasRenderedWithoutData = (id: string) => (counts.get(id) ?? 0) > 0
  const count = (id: string, change: number): void => void counts.set(id, (counts.get(id) ?? 0) + change)

  return {
    rendered,
    wasRenderedWithoutData,
    resolveRendered(request, known, without) {
      const { id } = request
      const first = rendered.get(id) ?? known
      if (first && (without === 'waits' || !wasRenderedWithoutData(id))) {
        rendered.set(id, first)
        return first
      }
      count(id, 1)
      if (without === 'fetches')
        void Promise.resolve().then(() => wasRenderedWithoutData(id) && warnMissingPrefetch(engine, request))
      return undefined
    },
    suspend: ({ id }) => count(id, -1),
  }
}

/** Once per entry: whoever renders a page sees what the browser will have to fetch. */
function warnMissingPrefetch(engine: Engine, { address, id }: EntryRequest): void {
  if (engine.warnedOnce.has(id) || !isDevelopment()) return
  engine.warnedOnce.set(id, true)
  log(
    'warn',
    `${addressText(address)} was rendered on the server without data; prefetch it, let the hook wait with suspense: true, or give it fallbackData`,
  )
}

/** Asked anew each time, and of what not every host has. */
function isDevelopment(): boolean {
  const { process } = globalThis as { process?: { env?: Readonly<Record<string, string | undefined>> } } // Node's, where there is one
  return process?.env?.['NODE_ENV'] !== 'production'
}

/** What a hook does where there is no data: waits for it, has it fetched in the browser, or shows a placeholder or nothing. */
export type WithoutData = 'waits' | 'fetches' | 'does without'

/** What the page of a scope shows. */
export interface ServerPage {
  /** What a hook renders of an entry of which `known` is known now. */
  resolveRendered(request: EntryRequest, known: MemoryEntry | undefined, without: WithoutData): MemoryEntry | undefined
  /** A hook that was shown nothing does not render it, but waits. */
  suspend(request: EntryRequest): void
  /** What was rendered, by id. */
  readonly rendered: ReadonlyMap<string, MemoryEntry>
  /** Was any part of the page rendered without the entry, and did not wait for it? */
  wasRenderedWithoutData(id: string): boolean
}
