import type { FetcherContext } from 'cachetta/react'
import type { Network } from './network.ts'

export interface Book {
  readonly title: string
  readonly author: string
  /** How many are in, to be borrowed. */
  readonly copies: number
}

/** A part of the catalogue, and the address of the next. */
export interface CataloguePage {
  readonly titles: readonly string[]
  readonly next: string | null
}

/** The server behind the network: a library, and what can be asked of it. */
export interface Library {
  readonly getBook: (url: string, context: FetcherContext) => Promise<Book>
  readonly getPage: (url: string) => Promise<CataloguePage>
  /** Takes one copy home, and resolves with the book as it is then. */
  readonly borrow: (url: string) => Promise<Book>
}

export const BOOKS: Readonly<Record<string, Book>> = {
  '/books/1': { title: 'Middlemarch', author: 'George Eliot', copies: 3 },
  '/books/2': { title: 'Bleak House', author: 'Charles Dickens', copies: 5 },
  '/books/3': { title: 'Persuasion', author: 'Jane Austen', copies: 1 },
}

const TITLES = ['Emma', 'Bleak House', 'Cranford', 'Jane Eyre', 'Middlemarch', 'Persuasion', 'Shirley', 'Villette']
const PER_PAGE = 3

export function createLibrary(network: Network): Library {
  const books = new Map(Object.entries(BOOKS))

  const find = (url: string): Book => {
    const book = books.get(url)
    if (book === undefined) throw new Error(`there is no ${url}`)
    return book
  }
  const lend = (url: string): Book => {
    const book = find(url)
    const lent = { ...book, copies: book.copies - 1 }
    books.set(url, lent)
    return lent
  }

  return {
    getBook: (url, { signal }) => network.send(`GET ${url}`, () => find(url), signal),
    getPage: (url) => network.send(`GET ${url}`, () => pageAt(url)),
    borrow: (url) => network.send(`POST ${url}/loans`, () => lend(url)),
  }
}

function pageAt(url: string): CataloguePage {
  const number = Number(url.split('=').at(-1))
  const end = number * PER_PAGE
  return {
    titles: TITLES.slice(end - PER_PAGE, end),
    next: end < TITLES.length ? `/catalogue?page=${number + 1}` : null,
  }
}
