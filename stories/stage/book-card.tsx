import type { ReactNode } from 'react'
import { formatCopies } from './format.ts'
import type { Book } from './library.ts'
import type { ShownResult } from './result-panel.tsx'
import { ResultPanel } from './result-panel.tsx'

interface BookCardProps {
  readonly result: ShownResult & { readonly data: Book | undefined }
  /** Who reads: tells several cards of one story apart. */
  readonly name?: string
  readonly children?: ReactNode
}

/** Shows a book as an application would, and below it the result of the hook. */
export function BookCard({ children, name, result }: BookCardProps): ReactNode {
  return (
    <div className="column">
      <BookView book={result.data} isLoading={result.isLoading} name={name}>
        {children}
      </BookView>
      <ResultPanel result={result} name={name} />
    </div>
  )
}

interface BookViewProps {
  readonly book: Book | undefined
  /** @default true */
  readonly isLoading?: boolean
  readonly name?: string | undefined
  readonly children?: ReactNode
}

export function BookView({ book, children, isLoading = true, name }: BookViewProps): ReactNode {
  return (
    <section
      className="book"
      aria-label={name ? `Book for ${name}` : 'Book'}
      aria-busy={book === undefined && isLoading}
      data-empty={book === undefined || undefined}
    >
      <h2>{book?.title ?? (isLoading ? 'Loading …' : 'No book')}</h2>
      <p>{book ? `${book.author} · ${formatCopies(book)}` : '\u00a0'}</p>
      {children && <div className="actions">{children}</div>}
    </section>
  )
}
