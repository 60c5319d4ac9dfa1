import type { ReactNode } from 'react'
import type { CataloguePage } from './library.ts'
import type { ShownResult } from './result-panel.tsx'
import { ResultPanel } from './result-panel.tsx'

interface ListCardProps {
  readonly list: ShownResult & { readonly data: readonly CataloguePage[] | undefined }
  /** The buttons. */
  readonly children: ReactNode
}

/** Shows a list of titles as an application would, and below it the result of the hook. */
export function ListCard({ children, list }: ListCardProps): ReactNode {
  const titles = list.data?.flatMap((page) => page.titles)
  return (
    <div className="column">
      <section className="book" aria-label="Catalogue" aria-busy={titles === undefined}>
        {titles ? (
          <ol className="list">
            {titles.map((title) => (
              <li key={title} data-testid="title">
                {title}
              </li>
            ))}
          </ol>
        ) : (
          <p>Loading …</p>
        )}
        <div className="actions">{children}</div>
      </section>
      <ResultPanel result={list} />
    </div>
  )
}
