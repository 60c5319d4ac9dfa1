import { randomUUID } from 'node:crypto'
import type { ActivityEvent } from '../api-types.ts'

export type NewEvent = Omit<ActivityEvent, 'id' | 'at'>

/** The latest events of the server. */
export interface ActivityLog {
  add(event: NewEvent): void
  getEvents(): readonly ActivityEvent[]
  /** Calls `listener` for each new event. Returns a function that unsubscribes. */
  subscribe(listener: (event: ActivityEvent) => void): () => void
}

const MAX_EVENTS = 30

export function createActivityLog(): ActivityLog {
  const listeners = new Set<(event: ActivityEvent) => void>()
  const events: ActivityEvent[] = []
  return {
    add(newEvent) {
      const event = { id: randomUUID(), at: Date.now(), ...newEvent }
      events.push(event)
      if (events.length > MAX_EVENTS) events.shift()
      for (const listener of listeners) listener(event)
    },
    getEvents: () => events,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
