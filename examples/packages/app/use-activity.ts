import type { SubscriptionOptions, SubscriptionResult } from 'cachetta/react'
import { useCachettaConfig, useCachettaSubscription } from 'cachetta/react'
import { useMemo } from 'react'
import type { ActivityEvent, RunningAnalysis } from '../api-types.ts'
import { useConnection } from './connection.ts'
import { activityKey, analysesKey, createActivitySource, createAnalysesSource } from './queries/activity.ts'
import { notesKey } from './queries/notes.ts'
import { useServerEvents } from './server-events.ts'

/** Never stale: events do not change after they happened. What an older version of this page stored under another shape is a miss. */
const ACTIVITY_OPTIONS: SubscriptionOptions<readonly ActivityEvent[]> & {
  readonly fallbackData: readonly ActivityEvent[]
} = {
  fallbackData: [],
  duration: Number.POSITIVE_INFINITY,
  version: 2,
}

/** An analysis that ran before a reload may be over, so nothing is stored. */
const ANALYSES_OPTIONS: SubscriptionOptions<readonly RunningAnalysis[]> & {
  readonly fallbackData: readonly RunningAnalysis[]
} = { fallbackData: [], persist: false }

/** The latest events of the server. */
export function useActivity(): SubscriptionResult<
  readonly ActivityEvent[],
  readonly ActivityEvent[],
  unknown,
  readonly ActivityEvent[]
> {
  const serverEvents = useServerEvents()
  const { mutate } = useCachettaConfig()
  const source = useMemo(() => {
    const onEvent = ({ kind, packageId }: ActivityEvent) => {
      // Revalidates the notes if they are on the page.
      if (kind === 'note' && packageId !== null) void mutate(notesKey(packageId))
    }
    return createActivitySource({ serverEvents, onEvent })
  }, [serverEvents, mutate])
  return useCachettaSubscription(activityKey, source, ACTIVITY_OPTIONS)
}

/** The analyses that run on the server now. */
export function useRunningAnalyses(): readonly RunningAnalysis[] {
  const serverEvents = useServerEvents()
  const connection = useConnection()
  const source = useMemo(() => createAnalysesSource(serverEvents, connection), [serverEvents, connection])
  return useCachettaSubscription(analysesKey, source, ANALYSES_OPTIONS).data
}
