import { useState } from 'react'
import { useSyncExternalStore } from 'use-sync-external-store/shim'

/** State beside a component, of which it renders what it reads. */
export interface TrackedState<State extends object> {
  getState(): State
  set(change: Partial<State>): void
  subscribe(onChange: () => void): () => void
  /** The same object until a field changes that was read. */
  getSnapshot(): State
  /** The state with every field noted as it is read, and read as it is by then. */
  readonly fields: State
}

function createTrackedState<State extends object>(first: State): TrackedState<State> {
  const seen = new Set<keyof State>()
  const listeners = new Set<() => void>()
  let now = first
  let shown = first
  const fields = {} as State // given all its fields in the next lines
  for (const field of Object.keys(first) as (keyof State)[]) {
    const get = () => {
      seen.add(field)
      return now[field]
    }
    Object.defineProperty(fields, field, { enumerable: true, get })
  }
  return {
    fields,
    getState: () => now,
    set(change) {
      now = { ...now, ...change }
      for (const listener of listeners) listener()
    },
    subscribe(onChange) {
      listeners.add(onChange)
      return () => void listeners.delete(onChange)
    },
    getSnapshot() {
      if ([...seen].some((field) => !Object.is(now[field], shown[field]))) shown = now
      return shown
    },
  }
}

/** State that lives as long as the component. */
export function useTrackedState<State extends object>(first: State): TrackedState<State> {
  const [tracked] = useState(() => createTrackedState(first))
  useSyncExternalStore(tracked.subscribe, tracked.getSnapshot, tracked.getSnapshot)
  return tracked
}
