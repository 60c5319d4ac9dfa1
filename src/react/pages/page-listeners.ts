import { listen } from '../../engine/slot/listen.ts'
import type { Listener } from '../../engine/slot/slot.ts'
import type { HookQuery } from '../observer/query.ts'

/** Listens to the pages of a list, and to no others. */
export interface PageListeners {
  /** Starts to listen to the pages that are new, and stops for those that have left the list. Returns `true` if there are any. */
  update(pages: readonly HookQuery[]): boolean
  stop(): void
}

/** `onPageChange` is called with the page that changed, and returns what the change asks for. */
export function createPageListeners(
  onPageChange: (page: HookQuery, ...change: Parameters<Listener>) => unknown,
): PageListeners {
  const stops = new Map<string, () => void>()
  const update = (pages: readonly HookQuery[]): boolean => {
    const current = new Set(pages.map(({ id }) => id))
    const hasChanged = pages.some(({ id }) => !stops.has(id)) || current.size < stops.size
    for (const page of pages) {
      if (stops.has(page.id)) continue
      stops.set(
        page.id,
        listen(page.handle.engine, page, (...change) => onPageChange(page, ...change)),
      )
    }
    for (const [id, stop] of stops) {
      if (current.has(id)) continue
      stops.delete(id)
      stop()
    }
    return hasChanged
  }
  return { update, stop: () => void update([]) }
}

/** Listens to these pages. Returns a function that stops. */
export function listenToPages(pages: readonly HookQuery[], onChange: () => void): () => void {
  const listeners = createPageListeners(onChange)
  listeners.update(pages)
  return listeners.stop
}
