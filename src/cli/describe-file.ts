// A file as JSON for programs. The names of the members are part of the command's contract.

import type { InspectedEntry, InspectedFile } from 'cachetta'
import { ageOf } from './age.ts'

/** Milliseconds, bytes, and instants as epoch milliseconds. An age is `null` if its time lies in the future. */
export function toJson(file: InspectedFile, now: number): Record<string, unknown> {
  if (file.kind === 'entry') return entryToJson(file, now)
  const { kind, path, reason, size } = file
  return { kind, file: path, size, reason }
}

function entryToJson({ entry, kind, path, purpose, size }: InspectedEntry, now: number): Record<string, unknown> {
  const { key, storedAt, tags, version, duration, staleDuration, staleIfError } = entry
  const age = ageOf(entry, now)
  return {
    kind,
    file: path,
    size,
    key,
    age: Number.isFinite(age) ? age : null,
    storedAt,
    tags,
    ...(purpose !== 'value' && { purpose }),
    ...(version !== undefined && { version }),
    ...spanToJson('duration', duration),
    ...spanToJson('staleDuration', staleDuration),
    ...spanToJson('staleIfError', staleIfError),
  }
}

/** JSON has no `Infinity`. */
function spanToJson(name: string, span: number | undefined): Record<string, unknown> {
  return span === undefined ? {} : { [name]: Number.isFinite(span) ? span : 'Infinity' }
}
