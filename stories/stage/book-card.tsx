import type { ReactNode } from 'react'
import type { Book } from './library.ts'

interface BookCardProps {
  readonly book: Book | undefined
  readonly children?: ReactNode
}

/** Shows a book as an application would. */
export function BookCard({ book, children }: BookCardProps): ReactNode {
  return (
    <section className="book" aria-label="Book" aria-busy={book === undefined}>
      <h2>{book?.title ?? 'Loading …'}</h2>
      <p>{book ? `${book.author} · ${formatCopies(book)}` : '\u00a0'}</p>
      {children && <div className="actions">{children}</div>}
    </section>
  )
}

export function formatCopies({ copies }: Book): string {
  return copies === 1 ? '1 copy' : `${copies} copies`
}
