import type { ReactNode } from 'react'
import { stateMeanings } from '../model/entry-row.ts'
import { formatAge, formatSize } from '../model/format.ts'
import { whereOf } from './entry-list.tsx'
import type { ShownEntry } from './shown-entries.ts'

interface EntryFactsProps {
  readonly entry: ShownEntry
  readonly error: unknown
  readonly now: number
}

/** What is known about an entry, as pairs of a name and a value. */
export function EntryFacts({ entry: { row, state }, error, now }: EntryFactsProps): ReactNode {
  const { active, location, stored } = row
  const facts: readonly (readonly [name: string, value: ReactNode])[] = [
    ['State', <span key="state">{`${state}: ${stateMeanings[state]}`}</span>],
    ...(error === undefined
      ? []
      : [
          [
            'Error',
            <span key="error" className="problem">
              {String(error)}
            </span>,
          ] as const,
        ]),
    ['Where', whereOf(row)],
    ['Source', active?.source ?? 'not in memory'],
    ['Observers', String(active?.observers ?? 0)],
    ...(stored ? storedFacts(stored, now) : []),
    ['Location', <code key="location">{location}</code>],
  ]
  return (
    <dl>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function storedFacts(
  { size, storedAt, tags }: NonNullable<ShownEntry['row']['stored']>,
  now: number,
): (readonly [name: string, value: string])[] {
  return [
    ['Age', storedAt === undefined ? 'its time is in the future' : `${formatAge(now - storedAt)}`],
    ['Stored at', storedAt === undefined ? '–' : new Date(storedAt).toLocaleString()],
    ['Size', size > 0 ? formatSize(size) : 'the store does not know it'],
    ['Tags', tags.join(', ') || 'none'],
  ]
}
