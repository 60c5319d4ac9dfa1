import { readFile, writeFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { Cachetta } from 'cachetta'

export interface Book {
  readonly id: string
  readonly title: string
  readonly author: string
  readonly isBorrowed: boolean
}

const shelf = [
  { id: '1', title: 'The Art of Forgetting', author: 'Ada' },
  { id: '2', title: 'Stale, and Proud of It', author: 'Grace' },
]
const borrowedFile = 'borrowed.json'

/** All visitors share this cache. Its entries are files, so the cache is warm after a restart. */
export const cache = new Cachetta({ path: './.cachetta/books.json', duration: '1h' })

export async function listBooks(): Promise<Book[]> {
  const borrowed = await readBorrowed()
  return shelf.map((book) => ({ ...book, isBorrowed: borrowed.includes(book.id) }))
}

export async function readBook(id: string): Promise<Book | null> {
  const books = await listBooks()
  return books.find((book) => book.id === id) ?? null
}

/** Slow on purpose, to show that the page does not wait for it. */
export async function readReview(id: string): Promise<string> {
  await pause(2_000)
  return `Everybody should read book ${id} twice.`
}

export async function borrowBook(id: string): Promise<Book | null> {
  await writeFile(borrowedFile, JSON.stringify([...(await readBorrowed()), id]))
  await Promise.all([cache.invalidate('books'), cache.invalidate('book', id)])
  return readBook(id)
}

async function readBorrowed(): Promise<string[]> {
  return JSON.parse(await readFile(borrowedFile, 'utf8').catch(() => '[]'))
}
