import type { Options } from 'cachetta/react'
import { useCachettaConfig, useCachettaSubscription } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { ActivityEvent } from '../../api-types.ts'
import { useConnection } from '../connection.ts'
import { formatAge } from '../format.ts'
import { activityKey, createActivitySource } from '../queries/activity.ts'
import { notesKey } from '../queries/notes.ts'
import { createPackagePath } from '../routes.ts'
import { useNow } from '../use-now.ts'
import { QuerySource } from './query-sources.tsx'

/** Never stale: events do not change after they happened. */
const OPTIONS: Options<readonly ActivityEvent[]> = { fallbackData: [], duration: Number.POSITIVE_INFINITY }

/** Shows events of the server live. After a reload, it shows the last ones from IndexedDB. */
export function ActivityPanel(): ReactNode {
  const connection = useConnection()
  const { mutate } = useCachettaConfig()
  const source = useMemo(() => {
    const onEvent = ({ kind, packageId }: ActivityEvent) => {
      if (kind === 'note') void mutate(notesKey(packageId)) // revalidates the notes if they are on the page
    }
    return createActivitySource({ connection, onEvent })
  }, [connection, mutate])
  const activity = useCachettaSubscription(activityKey, source, OPTIONS)
  const now = useNow()
  return (
    <section className="panel" aria-label="Server activity">
      <h2>Server activity</h2>
      <QuerySource label="activity" query={activity} panelOnly />
      <ol className="activity">
        {now !== null && activity.data?.map((each) => <EventRow key={each.id} event={each} now={now} />)}
      </ol>
    </section>
  )
}

function EventRow({ event, now }: { readonly event: ActivityEvent; readonly now: number }): ReactNode {
  const { at, kind, packageId, text } = event
  return (
    <li className={`is-${kind}`}>
      <Link href={createPackagePath(packageId)}>{text}</Link> <span className="age">{formatAge(now - at)}</span>
    </li>
  )
}
