import type { Result } from 'cachetta/react'

// What the answers on the page say of themselves, for the panel that lists them.

export interface Shown extends Pick<Result, 'isStale' | 'isValidating' | 'source' | 'updatedAt'> {
  readonly what: string
}

export interface ShownAnswers {
  put(id: string, shown: Shown): void
  remove(id: string): void
  /** The same list until something changes. */
  list(): readonly (Shown & { readonly id: string })[]
  subscribe(listener: () => void): () => void
}

export function createShownAnswers(): ShownAnswers {
  const byId = new Map<string, Shown>()
  const listeners = new Set<() => void>()
  let list: ReturnType<ShownAnswers['list']> = []
  const changed = () => {
    list = [...byId].map(([id, shown]) => ({ id, ...shown }))
    for (const tell of listeners) tell()
  }
  return {
    put(id, shown) {
      byId.set(id, shown)
      changed()
    },
    remove(id) {
      byId.delete(id)
      changed()
    },
    list: () => list,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
