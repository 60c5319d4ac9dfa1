import type { FetcherContext } from 'cachetta/react'
import type { Note } from '../../answers.ts'
import { getJson, sendJson } from '../api.ts'

type Key = readonly ['notes', packageId: string]

export const notesKey = (packageId: string): Key => ['notes', packageId]

export function fetchNotes([, packageId]: Key, { signal }: FetcherContext): Promise<readonly Note[]> {
  return getJson(`/api/packages/${encodeURIComponent(packageId)}/notes`, signal)
}

/** Resolves with the note as the server keeps it. */
export function sendNote({ id, packageId, text }: Note): Promise<Note> {
  return sendJson('PUT', `/api/packages/${encodeURIComponent(packageId)}/notes/${id}`, { text })
}

/** The newest first, each once. */
export function withNote(notes: readonly Note[], note: Note): readonly Note[] {
  return [note, ...notes.filter(({ id }) => id !== note.id)].sort((a, b) => b.writtenAt - a.writtenAt)
}
