import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import type { Note } from '../../api-types.ts'
import { useIsOnline } from '../connection.ts'
import { formatTimeSince } from '../format.ts'
import type { Change } from '../outbox.ts'
import { useChanges } from '../outbox.ts'
import { fetchNotes, notesKey } from '../queries/notes.ts'
import { useNow } from '../use-now.ts'
import { NoteForm } from './note-form.tsx'
import { QueryProblem } from './query-problem.tsx'
import { QuerySource } from './where-from/query-source.tsx'

/** The notes of all visitors. The outbox adds those of this visitor that the server does not have yet. */
export function Notes({ packageId }: { readonly packageId: string }): ReactNode {
  const query = useCachetta(notesKey(packageId), fetchNotes)
  const { entries } = useChanges()
  return (
    <section aria-label="Notes">
      <h2>
        Notes <QuerySource label="notes" query={query} />
      </h2>
      <NoteForm packageId={packageId} />
      <QueryProblem query={query} subject="the notes" />
      {query.data?.length === 0 && <p className="empty">No notes yet.</p>}
      <ul className="notes">
        {query.data?.map((note) => (
          <NoteItem key={note.id} note={note} change={entries.find(({ id }) => id === note.id)} />
        ))}
      </ul>
    </section>
  )
}

interface NoteItemProps {
  readonly note: Note
  /** Set while the note waits for the server. */
  readonly change: Change | undefined
}

function NoteItem({ change, note }: NoteItemProps): ReactNode {
  const now = useNow()
  const isOnline = useIsOnline()
  const status = change
    ? describeWaiting(change, isOnline)
    : now !== null && `written ${formatTimeSince(now - note.writtenAt)}`
  return (
    <li className={change ? 'note is-waiting' : 'note'}>
      <p>{note.text}</p>
      <span className="about">
        {note.author} {status && `· ${status}`}
      </span>
    </li>
  )
}

function describeWaiting({ attempts, status }: Change, isOnline: boolean): string {
  if (!isOnline) return 'not sent yet, waits for the server'
  return status === 'sending' || attempts === 0 ? 'being sent' : 'not sent yet, will be sent again'
}
