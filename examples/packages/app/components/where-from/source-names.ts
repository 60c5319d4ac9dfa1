import type { Result } from 'cachetta/react'

export type SourceName = NonNullable<Result['source']>

interface SourceText {
  /** Without an article: it stands in a table, and after "from the". */
  readonly name: string
  readonly meaning: string
}

/** Where the data of a query can come from, in the words of this page. */
export const SOURCE_TEXTS: Readonly<Record<SourceName, SourceText>> = {
  server: {
    name: "server's page",
    meaning: 'The server sent it inside the HTML of this page. No further request was needed.',
  },
  network: { name: 'network', meaning: 'This page asked the server for it and got an answer.' },
  store: {
    name: "browser's database",
    meaning: 'Read from IndexedDB, where an earlier visit left it. The server was not asked.',
  },
  memory: {
    name: "tab's memory",
    meaning: 'This tab had it already: from a view before this one, or from the live connection.',
  },
  fallback: { name: 'placeholder', meaning: 'Shown until the data arrives.' },
}
