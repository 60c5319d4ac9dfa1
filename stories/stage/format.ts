import type { Book, CataloguePage } from './library.ts'

export const NONE = '–'

/** Returns the age of an instant. `just now` for less than 20 seconds, so a slow test sees no change. */
export function formatAge(since: number, now: number = Date.now()): string {
  const seconds = Math.max(0, Math.round((now - since) / 1000))
  if (seconds < 20) return 'just now'
  if (seconds < 60) return `${seconds} s old`
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min old` : `${Math.floor(seconds / 3600)} h old`
}

export function formatBoolean(value: boolean): string {
  return value ? 'yes' : 'no'
}

export function formatError(error: unknown): string {
  if (error === undefined) return NONE
  return error instanceof Error ? error.message : String(error)
}

export function formatCopies({ copies }: Book): string {
  return copies === 1 ? '1 copy' : `${copies} copies`
}

/** The data of a hook, or the part of it that changes, as a short text. */
export function formatData(data: unknown): string {
  if (data === undefined) return NONE
  if (Array.isArray(data)) return data.every(isPage) ? formatPages(data) : data.join(', ')
  return isBook(data) ? `${data.title}, ${formatCopies(data)}` : String(data)
}

function formatPages(pages: readonly CataloguePage[]): string {
  return pages.length === 1 ? '1 page' : `${pages.length} pages`
}

function isBook(data: unknown): data is Book {
  return typeof data === 'object' && data !== null && 'copies' in data
}

function isPage(data: unknown): data is CataloguePage {
  return typeof data === 'object' && data !== null && 'titles' in data
}
