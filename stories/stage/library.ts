import type { FetcherContext } from 'cachetta/react'
import type { Network } from './network.ts'

export interface Book {
  readonly title: string
  readonly author: string
  /** Copies that readers can borrow. */
  readonly copies: number
}

/** A page of the catalogue, and the URL of the next page. */
export interface CataloguePage {
  readonly titles: readonly string[]
  readonly next: string | null
}

/** The API of the server: a library with books. */
export interface Library {
  readonly getBook: (url: string, context: FetcherContext) => Promise<Book>
  readonly getPage: (url: string) => Promise<CataloguePage>
  /** Borrows one copy. Resolves with the book after the loan. */
  readonly borrowBook: (url: string) => Promise<Book>
}

export const BOOKS: Readonly<Record<string, Book>> = {
  '/books/1': { title: 'Middlemarch', author: 'George Eliot', copies: 3 },
  '/books/2': { title: 'Bleak House', author: 'Charles Dickens', copies: 5 },
  '/books/3': { title: 'Persuasion', author: 'Jane Austen', copies: 1 },
}

const TITLES = ['Emma', 'Bleak House', 'Cranford', 'Jane Eyre', 'Middlemarch', 'Persuasion', 'Shirley', 'Villette']
const PAGE_SIZE = 3

export function createLibrary(network: Network): Library {
  const books = new Map(Object.entries(BOOKS))

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
    getBook: (url, { signal }) => network.send(`GET ${url}`, () => findBook(url), signal),
    getPage: (url) => network.send(`GET ${url}`, () => createPage(url)),
    borrowBook: (url) => network.send(`POST ${url}/loans`, () => lendBook(url)),
  }
}

function createPage(url: string): CataloguePage {
  const number = Number(url.split('=').at(-1))
  const end = number * PAGE_SIZE
  return {
    titles: TITLES.slice(end - PAGE_SIZE, end),
    next: end < TITLES.length ? `/catalogue?page=${number + 1}` : null,
  }
}
