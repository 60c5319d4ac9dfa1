import type { Source } from 'cachetta/react'
import type { ActivityEvent } from '../../api-types.ts'
import type { Connection } from '../connection.ts'

export const activityKey = 'activity'

const MAX_EVENTS = 30

interface Options {
  readonly connection: Connection
  /** Called for each event that happens from now on, not for the history that the server sends first. */
  onEvent(event: ActivityEvent): void
}

/** Subscribes to the server's activity. The state of this stream also tells if the server is online. */
export function createActivitySource({ connection, onEvent }: Options): Source<readonly ActivityEvent[], 'activity'> {
  return (_key, { next }) => {
    const stream = new EventSource('/api/activity')
    const receive = ({ data }: MessageEvent<string>): readonly ActivityEvent[] => {
      const events = JSON.parse(data) as ActivityEvent[] // our own server sends it
      next(null, (previous = []) => mergeEvents([...previous, ...events]))
      return events
    }
    stream.onopen = () => connection.setOnline(true)
    stream.onerror = () => connection.setOnline(false)
    stream.addEventListener('history', receive)
    stream.addEventListener('live', (message) => receive(message).forEach(onEvent))
    return () => stream.close()
  }
}

/** Removes duplicates: every tab receives every event, and all tabs share one entry. Keeps the latest. */
function mergeEvents(events: readonly ActivityEvent[]): readonly ActivityEvent[] {
  const byId = new Map(events.map((each) => [each.id, each]))
  return [...byId.values()].sort((a, b) => b.at - a.at).slice(0, MAX_EVENTS)
}
