import type { MemoryEntry } from '../../engine/memory/memory.ts'
import { peekUnlayered } from '../../engine/memory/peek.ts'
import type { WithoutData } from '../../engine/server/server-page.ts'
import { isBrowser } from '../config/browser.ts'
import type { Observer } from '../observer/observer.ts'
import type { HookQuery } from '../observer/query.ts'
import { hasSyncExternalStore } from '../observer/use-sync-external-store.ts'
import type { Snapshot } from './snapshot.ts'
import { createTimelessSnapshot, fallbackFor } from './snapshot.ts'

/**
 * The snapshot that a server renders, and with which a browser hydrates. Both must be equal, so it depends neither on the time,
 * nor on the network, nor on what a disk or another tab delivers before the boundary hydrates:
 *
 *     page     |--HTML shows v1--|               |--boundary hydrates: v1--|--then v2--|
 *     disk              | v2 |
 */
export function createServerSnapshot(query: HookQuery): Snapshot {
  const memoryEntry = peekServer(query)
  const willFetch = !memoryEntry && willFetchInBrowser(query)
  return createTimelessSnapshot(query, memoryEntry && { ...memoryEntry, source: 'server' }, willFetch)
}

/** Returns the entry as the server renders it, or rendered it. */
export function peekServer(query: HookQuery): MemoryEntry | undefined {
  const { handle, id } = query
  const { engine } = handle
  const passedDown = handle.hydrated?.get(id)
  if (passedDown) return passedDown
  const without = whatToDoWithoutData(query)
  const inMemory = peekUnlayered(engine, query)
  if (engine.serverPage) return engine.serverPage.resolveRendered(query, inMemory, without)
  const sent = isBrowser ? engine.hydrated.get(id) : inMemory
  // A hook that waited was rendered with data. If the page did not send it, memory has the nearest to it.
  if (without === 'wait') return sent ?? inMemory
  return sent?.arrivedLate ? undefined : sent
}

function whatToDoWithoutData(query: HookQuery): WithoutData {
  if (fallbackFor(query) !== undefined) return 'nothing'
  if (query.config.suspense) return 'wait'
  return willFetchInBrowser(query) ? 'fetch' : 'nothing'
}

/** True if the browser fetches an entry that the server rendered without data. */
export function willFetchInBrowser({ config, run }: HookQuery): boolean {
  return config.revalidateOnMount !== false && run !== undefined
}

/**
 * True if a render may show what a synchronous store holds: until the hook is mounted, and not if the render could be the one that
 * must equal the HTML of a server. React 17 hydrates with the snapshot of the browser, later releases with that of the server.
 */
export function canReadStore({ isReady, query }: Observer): boolean {
  const { hydrated, serverPage } = query.handle.engine
  return !isReady && !serverPage && (hasSyncExternalStore || hydrated.size === 0)
}
