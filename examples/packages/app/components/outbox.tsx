import { useCachetta, useCachettaConfig } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import type { Note } from '../../api-types.ts'
import { RequestError } from '../api.ts'
import { useIsOnline } from '../connection.ts'
import { addNote, notesKey, sendNote } from '../queries/notes.ts'
import { useShowNotice } from './notices.tsx'

export interface Outbox {
  /** The notes that are not sent yet. */
  readonly notes: readonly Note[]
  add(note: Note): Promise<unknown>
  remove(note: Note): Promise<unknown>
}

const EMPTY: readonly Note[] = []

/** The notes to send when the server is online. They are an entry without a fetcher, so they survive a reload. */
export function useOutbox(): Outbox {
  const { data, mutate } = useCachetta<readonly Note[], 'outbox'>('outbox', null, {
    fallbackData: EMPTY,
    duration: Number.POSITIVE_INFINITY,
  })
  return {
    notes: data,
    add: (note) => mutate((notes = []) => [...notes, note], false),
    remove: (note) => mutate((notes = []) => notes.filter(({ id }) => id !== note.id), false),
  }
}

/** Sends the notes in the outbox one after another while the server is online. */
export function OutboxSender(): ReactNode {
  const isOnline = useIsOnline()
  const { notes, remove } = useOutbox()
  const { mutate } = useCachettaConfig()
  const showNotice = useShowNotice()
  const [next] = notes
  useEffect(() => {
    if (!isOnline || next === undefined) return
    const send = async () => {
      const stored = await sendNote(next)
      await mutate(notesKey(next.packageId), (notes: readonly Note[] = []) => addNote(notes, stored), false)
      await remove(next)
    }
    send().catch((error: unknown) => {
      if (!(error instanceof RequestError) || error.status === null) return // no response: the note stays in the outbox
      showNotice(`The server rejected the note on ${next.packageId}. ${error.message}`)
      void remove(next)
    })
  }, [isOnline, next, remove, mutate, showNotice])
  return null
}
