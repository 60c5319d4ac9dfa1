import type { Result } from 'cachetta/react'

// The state of each query on the page, for the panel that lists them.

export interface QueryState extends Pick<Result, 'isStale' | 'isValidating' | 'source' | 'updatedAt'> {
  readonly label: string
}

export interface QueryRegistry {
  set(id: string, state: QueryState): void
  remove(id: string): void
  /** Returns the same array until a query changes. */
  getSnapshot(): readonly (QueryState & { readonly id: string })[]
  subscribe(listener: () => void): () => void
}

export function createQueryRegistry(): QueryRegistry {
  const states = new Map<string, QueryState>()
  const listeners = new Set<() => void>()
  let snapshot: ReturnType<QueryRegistry['getSnapshot']> = []
  const publish = () => {
    snapshot = [...states].map(([id, state]) => ({ id, ...state }))
    for (const listener of listeners) listener()
  }
  return {
    set(id, state) {
      states.set(id, state)
      publish()
    },
    remove(id) {
      states.delete(id)
      publish()
    },
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
