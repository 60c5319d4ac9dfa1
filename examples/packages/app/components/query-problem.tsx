import type { Result } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useIsOnline } from '../connection.ts'

interface Props {
  readonly query: Pick<Result, 'error' | 'isValidating' | 'source'> & { mutate(): Promise<unknown> }
  /** What the query is about, inside a sentence: `the notes`. */
  readonly subject: string
}

/** Says why data is missing or old, and what happens next. It renders nothing if all is well. */
export function QueryProblem({ query, subject }: Props): ReactNode {
  const isOnline = useIsOnline()
  const { error, isValidating, source } = query
  const isAbsent = source === undefined // also if the data of the previous key is shown
  if (!isOnline) return isAbsent && !isValidating && <Absent subject={subject} />
  if (error === undefined) return null
  return (
    <div className="problem" role="alert">
      <p>
        {isAbsent
          ? `The server could not send ${subject}.`
          : `The server could not update ${subject}; you see what was there before.`}{' '}
        {error instanceof Error && error.message}
      </p>
      <button type="button" className="secondary" disabled={isValidating} onClick={() => void query.mutate()}>
        {isValidating ? 'Trying …' : 'Try again'}
      </button>
    </div>
  )
}

/** Offline, and nothing is stored. */
export function Absent({ subject }: { readonly subject: string }): ReactNode {
  return (
    <p className="problem is-waiting">
      This browser has not stored {subject} yet. Loading starts by itself as soon as the server is online.
    </p>
  )
}
