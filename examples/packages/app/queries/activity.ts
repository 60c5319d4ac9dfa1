import type { Source } from 'cachetta/react'
import type { ActivityEvent, RunningAnalysis } from '../../api-types.ts'
import type { Connection } from '../connection.ts'
import type { ServerEvents } from '../server-events.ts'

export const activityKey = 'activity'
export const analysesKey = 'analyses'

const MAX_EVENTS = 30

interface Options {
  readonly serverEvents: ServerEvents
  /** Called for each event that happens from now on, not for the history that the server sends first. */
  onEvent(event: ActivityEvent): void
}

/** Subscribes to the server's activity. */
export function createActivitySource({ serverEvents, onEvent }: Options): Source<readonly ActivityEvent[], 'activity'> {
  return (_key, { next }) => {
    const add = (data: unknown): readonly ActivityEvent[] => {
      const events = data as readonly ActivityEvent[] // our own server sends it
      next(null, (previous = []) => mergeEvents([...previous, ...events]))
      return events
    }
    const stopHistory = serverEvents.listen('history', add)
    const stopLive = serverEvents.listen('live', (data) => add(data).forEach(onEvent))
    return () => {
      stopHistory()
      stopLive()
    }
  }
}

/** Subscribes to the analyses that run on the server. Without a connection there is nothing to follow. */
export function createAnalysesSource(
  serverEvents: ServerEvents,
  connection: Connection,
): Source<readonly RunningAnalysis[], 'analyses'> {
  return (_key, { next }) => {
    const stop = serverEvents.listen('analyses', (data) => next(null, data as readonly RunningAnalysis[]))
    const stopConnection = connection.subscribe(() => {
      if (!connection.isOnline()) next(null, [])
    })
    return () => {
      stop()
      stopConnection()
    }
  }
}

/** Removes duplicates: every tab receives every event, and all tabs share one entry. Keeps the latest. */
function mergeEvents(events: readonly ActivityEvent[]): readonly ActivityEvent[] {
  const byId = new Map(events.map((each) => [each.id, each]))
  return [...byId.values()].sort((a, b) => b.at - a.at).slice(0, MAX_EVENTS)
}
