import type { FetcherContext } from 'cachetta/react'

export interface Book {
  readonly title: string
  readonly author: string
  /** Copies that readers can borrow. */
  readonly copies: number
}

/** A page of the catalogue, and the URLs of the pages beside it. */
export interface CataloguePage {
  readonly titles: readonly string[]
  readonly next: string | null
  readonly previous: string | null
}

/** The API of the server: a library with books. */
export interface Library {
  readonly getBook: (url: string, context?: FetcherContext) => Promise<Book>
  readonly getAuthor: (url: string) => Promise<string>
  readonly getPage: (url: string) => Promise<CataloguePage>
  /** Borrows one copy. Resolves with the book after the loan. */
  readonly borrowBook: (url: string) => Promise<Book>
  /** Borrows one copy, once for each id, however often the request arrives. */
  readonly lendOnce: (url: string, request: LoanRequest) => Promise<Book>
  /** Calls `listener` with the number of readers in the library, after each visit. Returns a function that stops it. */
  readonly watchReaders: (listener: (count: number) => void) => () => void
  /** One more reader enters the library. */
  readonly enter: () => void
}

interface LoanRequest {
  readonly id: string
  readonly signal: FetcherContext['signal']
}

/** Sends a request. `respond` runs on the server. */
export type Send = <Data>(title: string, respond: () => Data, signal?: AbortSignal) => Promise<Data>

export const BOOKS: Readonly<Record<string, Book>> = {
  '/books/1': { title: 'Middlemarch', author: 'George Eliot', copies: 3 },
  '/books/2': { title: 'Bleak House', author: 'Charles Dickens', copies: 5 },
  '/books/3': { title: 'Persuasion', author: 'Jane Austen', copies: 1 },
}

/** The book `/books/1` as an earlier visit stored it, before somebody borrowed a copy. */
export const OLD_BOOK: Book = { title: 'Middlemarch', author: 'George Eliot', copies: 4 }

const TITLES = ['Emma', 'Bleak House', 'Cranford', 'Jane Eyre', 'Middlemarch', 'Persuasion', 'Shirley', 'Villette']
const PAGE_SIZE = 3

export function createLibrary(send: Send): Library {
  const books = new Map(Object.entries(BOOKS))
  const loans = new Set<string>()
  const watchers = new Set<(count: number) => void>()
  let readers = 12

  const findBook = (url: string): Book => {
    const book = books.get(url)
    if (book === undefined) throw new Error(`${url} does not exist`)
    return book
  }
  const lendBook = (url: string): Book => {
    const book = findBook(url)
    const lent = { ...book, copies: book.copies - 1 }
    books.set(url, lent)
    return lent
  }

  return {
    getBook: (url, context) => send(`GET ${url}`, () => findBook(url), context?.signal),
    getAuthor: (url) => send(`GET ${url}`, () => decodeURIComponent(url.split('/').at(-1) ?? '')),
    getPage: (url) => send(`GET ${url}`, () => createPage(url)),
    borrowBook: (url) => send(`POST ${url}/loans`, () => lendBook(url)),
    lendOnce(url, { id, signal }) {
      const respond = () => {
        const isKnown = loans.has(id)
        loans.add(id)
        return isKnown ? findBook(url) : lendBook(url)
      }
      return send(`POST ${url}/loans`, respond, signal)
    },
    watchReaders(listener) {
      watchers.add(listener)
      return () => watchers.delete(listener)
    },
    enter() {
      readers += 1
      for (const listener of watchers) listener(readers)
    },
  }
}

/** The first page is number 1. */
export function createPage(url: string): CataloguePage {
  const number = Number(url.split('=').at(-1))
  const end = number * PAGE_SIZE
  return {
    titles: TITLES.slice(end - PAGE_SIZE, end),
    next: end < TITLES.length ? `/catalogue?page=${number + 1}` : null,
    previous: number > 1 ? `/catalogue?page=${number - 1}` : null,
  }
}
