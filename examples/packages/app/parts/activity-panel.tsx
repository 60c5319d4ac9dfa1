import type { Options } from 'cachetta/react'
import { useCachettaConfig, useCachettaSubscription } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { Happening } from '../../answers.ts'
import { useConnection } from '../connection.ts'
import { activityFrom, activityKey } from '../queries/activity.ts'
import { notesKey } from '../queries/notes.ts'
import { packagePath } from '../routes.ts'
import { useNow } from '../use-now.ts'
import { ageInWords } from '../words.ts'
import { Origin } from './answers.tsx'

/** Never stale: what happened has happened. */
const OPTIONS: Options<readonly Happening[]> = { fallbackData: [], duration: Number.POSITIVE_INFINITY }

/** What happens on the server, as it happens; after a reload, what happened last. */
export function ActivityPanel(): ReactNode {
  const connection = useConnection()
  const { mutate } = useCachettaConfig()
  const source = useMemo(() => {
    const onNews = ({ kind, packageId }: Happening) => {
      if (kind === 'noted') void mutate(notesKey(packageId)) // fetched anew, where they are shown
    }
    return activityFrom({ connection, onNews })
  }, [connection, mutate])
  const activity = useCachettaSubscription(activityKey, source, OPTIONS)
  const now = useNow()
  return (
    <section className="panel" aria-label="On the server">
      <h2>On the server</h2>
      <Origin what="activity" of={activity} quiet />
      <ol className="activity">
        {now !== null && activity.data?.map((each) => <Row key={each.id} happening={each} now={now} />)}
      </ol>
    </section>
  )
}

function Row({ happening, now }: { readonly happening: Happening; readonly now: number }): ReactNode {
  const { at, kind, packageId, text } = happening
  return (
    <li className={`is-${kind}`}>
      <Link href={packagePath(packageId)}>{text}</Link> <span className="age">{ageInWords(now - at)}</span>
    </li>
  )
}
