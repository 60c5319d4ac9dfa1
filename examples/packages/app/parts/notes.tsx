import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import type { Note } from '../../answers.ts'
import { fetchNotes, notesKey, withNote } from '../queries/notes.ts'
import { useNow } from '../use-now.ts'
import { ageInWords } from '../words.ts'
import { Origin } from './answers.tsx'
import { NoteForm } from './note-form.tsx'
import { useOutbox } from './outbox.tsx'

/** What visitors wrote, with what this one has written and not sent yet. */
export function Notes({ packageId }: { readonly packageId: string }): ReactNode {
  const query = useCachetta(notesKey(packageId), fetchNotes)
  const waiting = useOutbox().notes.filter((note) => note.packageId === packageId)
  const notes = waiting.reduce(withNote, query.data ?? [])
  return (
    <section aria-label="Notes">
      <h2>
        Notes <Origin what="notes" of={query} />
      </h2>
      <NoteForm packageId={packageId} mutate={query.mutate} />
      <ul className="notes">
        {notes.map((note) => (
          <NoteView key={note.id} note={note} isWaiting={waiting.includes(note)} />
        ))}
      </ul>
    </section>
  )
}

function NoteView({ note, isWaiting }: { readonly note: Note; readonly isWaiting: boolean }): ReactNode {
  const now = useNow()
  const when = isWaiting ? 'waits for the server' : now !== null && ageInWords(now - note.writtenAt)
  return (
    <li className={isWaiting ? 'note is-waiting' : 'note'}>
      <p>{note.text}</p>
      <span className="about">
        {note.author} {when && `· ${when}`}
      </span>
    </li>
  )
}
