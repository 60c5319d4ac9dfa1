import type { ReactNode } from 'react'
import { useEffect, useLayoutEffect, useState } from 'react'
import { formatAge, formatBoolean, formatData, formatError, NONE } from './format.ts'
import { useSurroundings } from './stage-context.ts'
import type { Lane } from './timeline.ts'

/** What every hook returns, as far as a story shows it. */
export interface ShownResult {
  readonly data: unknown
  readonly error: unknown
  readonly isLoading: boolean
  readonly isStale: boolean
  readonly isValidating: boolean
  readonly source: string | undefined
  readonly updatedAt: number | undefined
}

interface ResultPanelProps {
  readonly result: ShownResult
  /** Tells several results of one story apart. */
  readonly name?: string | undefined
}

/** The current result of a hook. Each change of what a reader sees appears in the time line. */
export function ResultPanel({ name, result }: ResultPanelProps): ReactNode {
  const { data, error, isLoading, isStale, isValidating, source, updatedAt } = result
  useNotes({ data, error, isLoading, isStale, source }, name)
  const now = useNow()
  const label = name ? `Result for ${name}` : 'Result of the hook'
  return (
    <FieldList
      label={label}
      fields={{
        data: formatData(data),
        source: source === 'store' ? 'disk' : (source ?? NONE),
        age: updatedAt === undefined ? NONE : formatAge(updatedAt, now),
        isStale: formatBoolean(isStale),
        isLoading: formatBoolean(isLoading),
        isValidating: formatBoolean(isValidating),
        error: formatError(error),
      }}
    />
  )
}

interface FieldListProps {
  readonly label: string
  readonly fields: Readonly<Record<string, string>>
}

/** Names and values of the fields of a result. */
export function FieldList({ fields, label }: FieldListProps): ReactNode {
  return (
    <section className="fields" aria-label={label}>
      <h2>{label}</h2>
      <dl>
        {Object.entries(fields).map(([field, value]) => (
          <div key={field} data-faint={value === 'no' || value === NONE || undefined}>
            <dt>{field}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

type Noted = Pick<ShownResult, 'data' | 'error' | 'isLoading' | 'isStale' | 'source'>

const LANES: Readonly<Record<string, Lane>> = { memory: 'memory', store: 'disk', network: 'network' }

/** Adds a line to the time line when the screen changes: in the lane where the data came from. */
function useNotes({ data, error, isLoading, isStale, source = '' }: Noted, name: string | undefined): void {
  const { timeline } = useSurroundings()
  const shown = data === undefined ? (isLoading ? 'no data, loading' : 'no data') : formatData(data)
  const details = [isStale && data !== undefined && 'stale', error !== undefined && `error: ${formatError(error)}`]
  const text = [name ? `${name} sees ${shown}` : `shows ${shown}`, ...details.filter(Boolean)].join(', ')
  const lane = data === undefined ? 'screen' : (LANES[source] ?? 'screen')
  useLayoutEffect(() => timeline.add(lane, text), [timeline, lane, text])
}

/** The current time in epoch milliseconds, updated every five seconds. */
function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
