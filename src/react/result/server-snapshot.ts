import type { MemoryEntry } from '../../engine/memory/memory.ts'
import { peek } from '../../engine/memory/peek.ts'
import { getHydrated } from '../../engine/server/hydrated.ts'
import type { WithoutData } from '../../engine/server/server-page.ts'
import { isBrowser } from '../config/browser.ts'
import type { HookQuery } from '../observer/query.ts'
import type { Snapshot } from './snapshot.ts'
import { createTimelessSnapshot, fallbackFor } from './snapshot.ts'

/**
 * What a server renders, and the render in a browser that hydrates it. The two must be equal, so nothing in it depends on the
 * hour, on the network, or on what a disk or another tab has delivered since.
 */
export function createServerSnapshot(query: HookQuery): Snapshot {
  const known = peekServer(query)
  return createTimelessSnapshot(query, known && { ...known, source: 'server' }, !known && willFetchInBrowser(query))
}

/** The entry as the server renders it, or rendered it. */
export function peekServer(query: HookQuery): MemoryEntry | undefined {
  const { handle, id } = query
  const { engine, hydrated } = handle
  const handed = hydrated?.get(id)
  if (handed) return handed
  const without = whatToDoWithoutData(query)
  const known = peek(engine, query)
  if (engine.serverPage) return engine.serverPage.resolveRendered(query, known, without)
  const travelled = isBrowser ? getHydrated(engine, id) : known
  // What waited was not rendered without data. If that did not travel, what is known here comes nearest to it.
  if (without === 'waits') return travelled ?? known
  return travelled?.arrivedLate ? undefined : travelled
}

function whatToDoWithoutData(query: HookQuery): WithoutData {
  if (fallbackFor(query) !== undefined) return 'does without'
  if (query.config.suspense) return 'waits'
  return willFetchInBrowser(query) ? 'fetches' : 'does without'
}

/** Does the browser fetch what was rendered without data? */
export function willFetchInBrowser({ run, config }: HookQuery): boolean {
  return config.revalidateOnMount !== false && run !== undefined
}
