import { StoreError } from '../errors.ts'
import type { EntryHeader } from './entry.ts'

/** Counts up when older readers could not read what is written. */
const format = 1

const begin = '{"cachetta":'

/** The header's members, open-ended: the checksum and the value follow. */
export function headerText({ key, storedAt, version, tags }: EntryHeader): string {
  const members = { cachetta: format, key, storedAt, version, tags: tags.length > 0 ? tags : undefined }
  return JSON.stringify(members).slice(0, -1)
}

/** Throws for a text that cannot be an entry, by its first characters. */
export function checkBeginning(text: string): void {
  if (!begin.startsWith(text.slice(0, begin.length))) damaged('is not one of Cachetta')
}

/** The header in what JSON.parse gave. Throws `StoreError` for one that `headerText` does not write. */
export function headerOf(members: Readonly<Record<string, unknown>>): EntryHeader {
  const { cachetta, key, storedAt, version, tags = [] } = members
  if (cachetta !== format) damaged(`has the format ${String(cachetta)}; this version of Cachetta reads ${format}`)
  if (typeof key !== 'string' || typeof storedAt !== 'number' || !isTags(tags)) damaged('has an incomplete header')
  if (version === undefined) return { key, storedAt, tags }
  if (typeof version !== 'string' && typeof version !== 'number') damaged('has an incomplete header')
  return { key, storedAt, version, tags }
}

export function damaged(reason: string): never {
  throw new StoreError('DAMAGED', `the entry ${reason}`)
}

function isTags(tags: unknown): tags is readonly string[] {
  return Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')
}
