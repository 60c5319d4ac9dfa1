import type { ReactNode } from 'react'
import type { Book } from './library.ts'

/** A book as an application shows it. */
export function BookCard({
  book,
  children,
}: {
  readonly book: Book | undefined
  readonly children?: ReactNode
}): ReactNode {
  return (
    <section className="book" aria-label="Book" aria-busy={book === undefined}>
      <h2>{book?.title ?? 'Loading …'}</h2>
      <p>{book ? `${book.author} · ${copiesIn(book)}` : '\u00a0'}</p>
      {children && <div className="actions">{children}</div>}
    </section>
  )
}

export function copiesIn({ copies }: Book): string {
  return copies === 1 ? '1 copy in' : `${copies} copies in`
}
