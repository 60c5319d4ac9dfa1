import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import type { Note } from '../../api-types.ts'
import { useIsOnline } from '../connection.ts'
import { formatTimeSince } from '../format.ts'
import { addNote, fetchNotes, notesKey } from '../queries/notes.ts'
import { useNow } from '../use-now.ts'
import { NoteForm } from './note-form.tsx'
import { useOutbox } from './outbox.tsx'
import { QueryProblem } from './query-problem.tsx'
import { QuerySource } from './where-from/query-source.tsx'

/** The notes of all visitors, and the notes of this visitor that wait in the outbox. */
export function Notes({ packageId }: { readonly packageId: string }): ReactNode {
  const query = useCachetta(notesKey(packageId), fetchNotes)
  const waiting = useOutbox().notes.filter((note) => note.packageId === packageId)
  const notes = waiting.reduce(addNote, query.data ?? [])
  return (
    <section aria-label="Notes">
      <h2>
        Notes <QuerySource label="notes" query={query} />
      </h2>
      <NoteForm packageId={packageId} mutate={query.mutate} />
      <QueryProblem query={query} subject="the notes" />
      {query.data !== undefined && notes.length === 0 && <p className="empty">No notes yet.</p>}
      <ul className="notes">
        {notes.map((note) => (
          <NoteItem key={note.id} note={note} isWaiting={waiting.includes(note)} />
        ))}
      </ul>
    </section>
  )
}

function NoteItem({ note, isWaiting }: { readonly note: Note; readonly isWaiting: boolean }): ReactNode {
  const now = useNow()
  const isOnline = useIsOnline()
  const waiting = isOnline ? 'being sent' : 'not sent yet, waits for the server'
  const status = isWaiting ? waiting : now !== null && `written ${formatTimeSince(now - note.writtenAt)}`
  return (
    <li className={isWaiting ? 'note is-waiting' : 'note'}>
      <p>{note.text}</p>
      <span className="about">
        {note.author} {status && `· ${status}`}
      </span>
    </li>
  )
}
