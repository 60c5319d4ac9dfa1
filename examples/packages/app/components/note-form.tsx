import { useCachetta } from 'cachetta/react'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { useIsOnline } from '../connection.ts'
import { useAppOutbox } from '../outbox.ts'
import { fetchMe, meKey } from '../queries/me.ts'

/** Adds a note to the outbox, which sends it as soon as the server is online. */
export function NoteForm({ packageId }: { readonly packageId: string }): ReactNode {
  const [text, setText] = useState('')
  const { data: me } = useCachetta(meKey, fetchMe)
  const isOnline = useIsOnline()
  const outbox = useAppOutbox()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() === '') return
    const note = { packageId, author: me?.name ?? 'you', text: text.trim(), writtenAt: Date.now() }
    setText('')
    void outbox.addNote(note)
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
        {!isOnline && <span className="about">It waits in this browser until the server is online.</span>}
      </div>
    </form>
  )
}
