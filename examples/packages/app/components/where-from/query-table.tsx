import type { ReactNode } from 'react'
import { useContext, useSyncExternalStore } from 'react'
import { formatAge } from '../../format.ts'
import { useNow } from '../../use-now.ts'
import type { QueryRegistry, QueryState } from './query-registry.ts'
import { QueryRegistryContext } from './query-source.tsx'
import { SOURCE_TEXTS } from './source-names.ts'

/** Lists every query on the page with the source and the age of its data. */
export function QueryTable(): ReactNode {
  const registry = useContext(QueryRegistryContext)
  const queries = useSyncExternalStore(registry.subscribe, registry.getSnapshot, getServerSnapshot)
  const now = useNow()
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">data</th>
          <th scope="col">came from</th>
          <th scope="col">age</th>
        </tr>
      </thead>
      <tbody>{now !== null && queries.map((each) => <QueryRow key={each.id} query={each} now={now} />)}</tbody>
    </table>
  )
}

function QueryRow({ query, now }: { readonly query: QueryState; readonly now: number }): ReactNode {
  const { label, source, updatedAt, isStale, isValidating } = query
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>
        <span className={`dot from-${source ?? 'none'}`} /> {source === undefined ? '–' : SOURCE_TEXTS[source].name}
      </td>
      <td>
        {updatedAt === undefined ? '–' : formatAge(now - updatedAt)}
        {isValidating ? <span className="state">updating</span> : isStale && <span className="state">stale</span>}
      </td>
    </tr>
  )
}

/** What each source means. */
export function SourceLegend(): ReactNode {
  const shown = ['server', 'network', 'store', 'memory'] as const
  return (
    <details className="help">
      <summary>What these words mean</summary>
      <dl>
        {shown.map((source) => (
          <div key={source}>
            <dt>
              <span className={`dot from-${source}`} /> {SOURCE_TEXTS[source].name}
            </dt>
            <dd>{SOURCE_TEXTS[source].meaning}</dd>
          </div>
        ))}
        <div>
          <dt>age</dt>
          <dd>The time since the server computed the data or read it from its database.</dd>
        </div>
        <div>
          <dt>stale</dt>
          <dd>Older than its time of freshness. The page shows it and asks the server for newer data when it can.</dd>
        </div>
      </dl>
    </details>
  )
}

const NO_QUERIES: ReturnType<QueryRegistry['getSnapshot']> = []
const getServerSnapshot = () => NO_QUERIES
