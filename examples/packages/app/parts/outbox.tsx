import { useCachetta, useCachettaConfig } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import type { Note } from '../../answers.ts'
import { RequestError } from '../api.ts'
import { useIsUp } from '../connection.ts'
import { notesKey, sendNote, withNote } from '../queries/notes.ts'
import { useNotice } from './notices.tsx'

export interface Outbox {
  /** Those that are not sent yet. */
  readonly notes: readonly Note[]
  add(note: Note): Promise<unknown>
  remove(note: Note): Promise<unknown>
}

const EMPTY: readonly Note[] = []

/** What is to be sent when the server is there: an entry that nobody fetches, so it outlives a reload. */
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

/** Sends what waits, one note after another, whenever the server is there. */
export function OutboxPost(): ReactNode {
  const isUp = useIsUp()
  const { notes, remove } = useOutbox()
  const { mutate } = useCachettaConfig()
  const notify = useNotice()
  const [next] = notes
  useEffect(() => {
    if (!isUp || next === undefined) return
    const deliver = async () => {
      const kept = await sendNote(next)
      await mutate(notesKey(next.packageId), (before: readonly Note[] = []) => withNote(before, kept), false)
      await remove(next)
    }
    deliver().catch((error: unknown) => {
      if (!(error instanceof RequestError) || error.status === null) return // it waits on
      notify(`The note on ${next.packageId} is refused. ${error.message}`)
      void remove(next)
    })
  }, [isUp, next, remove, mutate, notify])
  return null
}
