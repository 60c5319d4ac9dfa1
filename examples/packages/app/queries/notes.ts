import type { FetcherContext } from 'cachetta/react'
import type { Note } from '../../api-types.ts'
import { getJson, sendJson } from '../api.ts'

type Key = readonly ['notes', packageId: string]

export const notesKey = (packageId: string): Key => ['notes', packageId]

export function fetchNotes([, packageId]: Key, { signal }: FetcherContext): Promise<readonly Note[]> {
  return getJson(`/api/packages/${encodeURIComponent(packageId)}/notes`, signal)
}

/** Resolves with the note as the server stored it. */
export function sendNote({ id, packageId, text }: Note): Promise<Note> {
  return sendJson('PUT', `/api/packages/${encodeURIComponent(packageId)}/notes/${id}`, { text })
}

/** Adds a note, or replaces the note with the same id. The newest note comes first. */
export function addNote(notes: readonly Note[], note: Note): readonly Note[] {
  return [note, ...notes.filter(({ id }) => id !== note.id)].sort((a, b) => b.writtenAt - a.writtenAt)
}
