import type { FetcherContext } from 'cachetta/react'
import type { Note } from '../../api-types.ts'
import { getJson, sendJson } from '../api.ts'

type Key = readonly ['notes', packageId: string]

export const notesKey = (packageId: string): Key => ['notes', packageId]

export function fetchNotes([, packageId]: Key, { signal }: FetcherContext): Promise<readonly Note[]> {
  return getJson(`/api/packages/${encodeURIComponent(packageId)}/notes`, signal)
}

/** Resolves with the note as the server stored it: `id` is also the id of the note. */
export function sendNote(
  { packageId, text }: Pick<Note, 'packageId' | 'text'>,
  { id, signal }: FetcherContext & { readonly id: string },
): Promise<Note> {
  return sendJson('POST', `/api/packages/${encodeURIComponent(packageId)}/notes`, { id, signal, body: { text } })
}

/** Adds a note, unless it is there already. The newest note comes first. */
export function addNote(notes: readonly Note[], note: Note): readonly Note[] {
  return notes.some(({ id }) => id === note.id) ? notes : [note, ...notes].sort((a, b) => b.writtenAt - a.writtenAt)
}
