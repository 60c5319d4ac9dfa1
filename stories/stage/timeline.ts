/** Where something happened, or where the data on the screen came from. */
export type Lane = 'screen' | 'memory' | 'disk' | 'network'

/** One line of the time line. */
export interface TimelineEvent {
  readonly id: number
  readonly lane: Lane
  readonly text: string
}

/** What happened in a story since it was opened, the oldest first. */
export interface Timeline {
  add(lane: Lane, text: string): void
  /** Forgets what happened while the entries of the story were stored. */
  clear(): void
  /** Returns a new list after each change. */
  readonly getEvents: () => readonly TimelineEvent[]
  readonly subscribe: (listener: () => void) => () => void
}

export function createTimeline(): Timeline {
  const listeners = new Set<() => void>()
  let events: readonly TimelineEvent[] = []
  const replace = (next: readonly TimelineEvent[]) => {
    events = next
    for (const listener of listeners) listener()
  }
  return {
    add: (lane, text) => replace([...events, { id: events.length, lane, text }]),
    clear: () => replace([]),
    getEvents: () => events,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
