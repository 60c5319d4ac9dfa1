import type { OutboxEntry } from 'cachetta/outbox'
import type { ShownOutbox } from 'cachetta/react'
import { useOutbox } from 'cachetta/react'
import type { ReactNode } from 'react'
import { formatAge } from '../model/format.ts'
import { DataTree } from './data-tree.tsx'

interface OutboxViewProps {
  readonly outbox: ShownOutbox<OutboxEntry>
  readonly now: number
  announce(message: string): void
}

/** What each status means for the user. */
const meanings: Readonly<Record<OutboxEntry['status'], string>> = {
  pending: 'waits to be sent',
  sending: 'is being sent',
  held: 'waits for a refused item',
  refused: 'was refused',
  unknown: 'has no mutation in this application',
}

/** The mutations that the server has not accepted, in their order. */
export function OutboxView({ announce, now, outbox }: OutboxViewProps): ReactNode {
  const { discard, entries, retry } = useOutbox(outbox)
  if (entries.length === 0) return <p className="empty">Nothing waits: the server has accepted all mutations.</p>
  const act = (action: Promise<void>, done: string): void => {
    action.then(
      () => announce(done),
      (error: unknown) => announce(String(error)),
    )
  }
  return (
    <ol className="outbox" aria-label="Items of the outbox">
      {entries.map(({ addedAt, arg, attempts, error, id, name, status }) => (
        <li key={id}>
          <div className="item">
            <span className={`mark ${status}`}>{status}</span>
            <code>{name}</code>
            <span className="muted">
              {meanings[status]} · {formatAge(now - addedAt)} old · {attempts} {attempts === 1 ? 'attempt' : 'attempts'}
            </span>
            <span className="actions">
              <button
                type="button"
                aria-label={`Retry ${name}`}
                onClick={() => act(retry(id), `${name} is tried again`)}
              >
                Retry
              </button>
              <button
                type="button"
                aria-label={`Discard ${name}`}
                onClick={() => act(discard(id), `${name} discarded`)}
              >
                Discard
              </button>
            </span>
          </div>
          {error !== undefined && <p className="problem">{String(error)}</p>}
          <div className="tree">
            <DataTree name="argument" data={arg} />
          </div>
        </li>
      ))}
    </ol>
  )
}
