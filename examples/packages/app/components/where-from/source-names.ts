import type { Result } from 'cachetta/react'

export type SourceName = NonNullable<Result['source']>

interface SourceText {
  readonly name: string
  readonly meaning: string
}

/** Where the data of a query can come from, in the words of this page. */
export const SOURCE_TEXTS: Readonly<Record<SourceName, SourceText>> = {
  server: {
    name: "the server's page",
    meaning: 'The server sent it inside the HTML of this page. No further request was needed.',
  },
  network: { name: 'the network', meaning: 'This page asked the server for it and got an answer.' },
  store: {
    name: "the browser's database",
    meaning: 'Read from IndexedDB, where an earlier visit left it. The server was not asked.',
  },
  memory: {
    name: "this tab's memory",
    meaning: 'This tab had it already: from a view before this one, or from the live connection.',
  },
  fallback: { name: 'a placeholder', meaning: 'Shown until the data arrives.' },
}
