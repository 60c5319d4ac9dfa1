import { useState } from 'react'
import { useSyncExternalStore } from '../observer/use-sync-external-store.ts'

/** State beside a component. The component renders again only for the fields that it reads. */
export interface TrackedState<State extends object> {
  set(change: Partial<State>): void
  subscribe(onStoreChange: () => void): () => void
  /** Returns the same object until a field changes that the component reads. */
  getSnapshot(): State
  /** The state. Its getters track which fields are read, and return the latest value. */
  readonly fields: State
}

function createTrackedState<State extends object>(initial: State): TrackedState<State> {
  const trackedFields = new Set<keyof State>()
  const listeners = new Set<() => void>()
  let state = initial
  let snapshot = initial
  const fields = {} as State // the loop sets all its fields
  for (const field of Object.keys(initial) as (keyof State)[]) {
    const get = () => {
      trackedFields.add(field)
      return state[field]
    }
    Object.defineProperty(fields, field, { enumerable: true, get })
  }
  return {
    fields,
    set(change) {
      state = { ...state, ...change }
      for (const listener of listeners) listener()
    },
    subscribe(onStoreChange) {
      listeners.add(onStoreChange)
      return () => void listeners.delete(onStoreChange)
    },
    getSnapshot() {
      if ([...trackedFields].some((field) => !Object.is(state[field], snapshot[field]))) snapshot = state
      return snapshot
    },
  }
}

/** State that lives as long as the component. */
export function useTrackedState<State extends object>(initial: State): TrackedState<State> {
  const [tracked] = useState(() => createTrackedState(initial))
  useSyncExternalStore(tracked.subscribe, tracked.getSnapshot, tracked.getSnapshot)
  return tracked
}
