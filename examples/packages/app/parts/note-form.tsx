import type { BoundMutate } from 'cachetta/react'
import { useCachetta } from 'cachetta/react'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import type { Note } from '../../answers.ts'
import { fetchMe, meKey } from '../queries/me.ts'
import { sendNote, withNote } from '../queries/notes.ts'
import { useSwitch } from '../use-switch.ts'
import { useNotice } from './notices.tsx'
import { useOutbox } from './outbox.tsx'

interface Props {
  readonly packageId: string
  readonly mutate: BoundMutate<readonly Note[]>
}

/** Writes a note in one of two ways: now or not at all, or whenever the server is there. */
export function NoteForm({ packageId, mutate }: Props): ReactNode {
  const [text, setText] = useState('')
  const [isPatient, setPatient] = useSwitch('send when online')
  const { data: me } = useCachetta(meKey, fetchMe)
  const outbox = useOutbox()
  const notify = useNotice()

  const sendNow = async (note: Note) => {
    try {
      await mutate(sendNote(note), {
        optimisticData: (_committed, shown = []) => withNote(shown, note),
        populateCache: (kept, committed = []) => withNote(committed, kept),
        revalidate: false,
      })
    } catch (error) {
      notify(`The note was not kept, and is back in its box. ${(error as Error).message}`)
      setText(note.text)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '') return
    const note = {
      id: crypto.randomUUID(),
      packageId,
      author: me?.name ?? 'you',
      text: text.trim(),
      writtenAt: Date.now(),
    }
    setText('')
    void (isPatient ? outbox.add(note) : sendNow(note))
  }
  return (
    <form className="note-form" onSubmit={submit}>
      <textarea
        aria-label="Your note"
        placeholder="Your note, for everybody to read"
        rows={2}
        maxLength={500}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <div className="tools">
        <button type="submit">Write</button>
        <label>
          <input type="checkbox" checked={isPatient} onChange={({ target }) => setPatient(target.checked)} /> without a
          server, send it when there is one
        </label>
      </div>
    </form>
  )
}
