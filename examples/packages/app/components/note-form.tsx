import type { BoundMutate } from 'cachetta/react'
import { useCachetta } from 'cachetta/react'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import type { Note } from '../../api-types.ts'
import { fetchMe, meKey } from '../queries/me.ts'
import { addNote, sendNote } from '../queries/notes.ts'
import { useSetting } from '../use-setting.ts'
import { useShowNotice } from './notices.tsx'
import { useOutbox } from './outbox.tsx'

interface Props {
  readonly packageId: string
  readonly mutate: BoundMutate<readonly Note[]>
}

/** Sends a note at once, or through the outbox, which waits until the server is online. The visitor chooses. */
export function NoteForm({ packageId, mutate }: Props): ReactNode {
  const [text, setText] = useState('')
  const [usesOutbox, setUsesOutbox] = useSetting('send when online')
  const { data: me } = useCachetta(meKey, fetchMe)
  const outbox = useOutbox()
  const showNotice = useShowNotice()

  const sendNow = async (note: Note) => {
    try {
      await mutate(sendNote(note), {
        optimisticData: (_committed, shown = []) => addNote(shown, note),
        populateCache: (stored, committed = []) => addNote(committed, stored),
        revalidate: false,
      })
    } catch (error) {
      showNotice(`The note was not saved. Its text is back in the form. ${(error as Error).message}`)
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
    void (usesOutbox ? outbox.add(note) : sendNow(note))
  }
  return (
    <form className="note-form" onSubmit={submit}>
      <textarea
        aria-label="Your note"
        placeholder="Your note. All visitors can read it."
        rows={2}
        maxLength={500}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <div className="tools">
        <button type="submit">Add note</button>
        <label>
          <input type="checkbox" checked={usesOutbox} onChange={({ target }) => setUsesOutbox(target.checked)} /> if the
          server is offline, send the note later
        </label>
      </div>
    </form>
  )
}
