import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { ActivityEvent, Visitor } from '../../../api-types.ts'
import { formatAge } from '../../format.ts'
import { fetchMe, meKey } from '../../queries/me.ts'
import { createPackagePath } from '../../routes.ts'
import { useActivity } from '../../use-activity.ts'
import { useNow } from '../../use-now.ts'
import { describeActivity } from './activity-sentence.ts'
import { QuerySource } from './query-source.tsx'

/** Shows events of the server live. After a reload, it shows the last ones from IndexedDB. */
export function ActivityList(): ReactNode {
  const activity = useActivity()
  const { data: me } = useCachetta(meKey, fetchMe)
  const now = useNow()
  return (
    <>
      <QuerySource label="server activity" query={activity} panelOnly />
      {now !== null && activity.data.length === 0 && <p className="empty">Nothing yet.</p>}
      <ol className="activity">
        {now !== null && activity.data.map((each) => <EventRow key={each.id} event={each} me={me} now={now} />)}
      </ol>
    </>
  )
}

interface EventRowProps {
  readonly event: ActivityEvent
  readonly me: Visitor | undefined
  readonly now: number
}

function EventRow({ event, me, now }: EventRowProps): ReactNode {
  const { at, kind, packageId } = event
  return (
    <li className={`is-${kind}`}>
      <Link href={packageId === null ? '/' : createPackagePath(packageId)}>{describeActivity(event, me)}</Link>{' '}
      <span className="age">{formatAge(now - at)}</span>
    </li>
  )
}
