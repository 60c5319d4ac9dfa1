import type { ReactNode } from 'react'
import { useSyncExternalStore } from 'react'
import type { Timeline } from './timeline.ts'

/** What happened, the oldest first. */
export function TimelinePanel({ timeline }: { readonly timeline: Timeline }): ReactNode {
  const events = useSyncExternalStore(timeline.subscribe, timeline.getEvents)
  return (
    <section className="timeline" aria-label="Time line">
      <h2>What happened</h2>
      <ol>
        {events.map(({ id, lane, text }) => (
          <li key={id} data-lane={lane}>
            <span className="lane">{lane}</span>
            <span className="text">{text}</span>
          </li>
        ))}
        {events.length === 0 && <li className="none">Nothing yet.</li>}
      </ol>
    </section>
  )
}
