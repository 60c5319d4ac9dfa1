import type { Result } from 'cachetta/react'
import type { ReactNode } from 'react'
import { createContext, useContext, useEffect, useId, useState, useSyncExternalStore } from 'react'
import { formatAge } from '../format.ts'
import type { QueryRegistry, QueryState } from '../query-registry.ts'
import { createQueryRegistry } from '../query-registry.ts'
import { useNow } from '../use-now.ts'

const QueryRegistryContext = createContext(createQueryRegistry())

export function QueryRegistryProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [registry] = useState(createQueryRegistry)
  return <QueryRegistryContext value={registry}>{children}</QueryRegistryContext>
}

const SOURCE_NAMES: Readonly<Record<NonNullable<QueryState['source']>, string>> = {
  server: 'server HTML',
  memory: 'memory',
  store: 'IndexedDB',
  network: 'network',
  fallback: 'fallback',
}

interface QuerySourceProps {
  /** The name of the query in the panel. */
  readonly label: string
  readonly query: Pick<Result, 'isStale' | 'isValidating' | 'source' | 'updatedAt'>
  /** Shows the query only in the panel, without a chip here. */
  readonly panelOnly?: boolean
}

/** Shows the source and the age of a query's data, and adds the query to the panel. */
export function QuerySource({
  label,
  query: { isStale, isValidating, source, updatedAt },
  panelOnly = false,
}: QuerySourceProps): ReactNode {
  const now = useNow()
  const registry = useContext(QueryRegistryContext)
  const id = useId()
  useEffect(
    () => registry.set(id, { label, isStale, isValidating, source, updatedAt }),
    [registry, id, label, isStale, isValidating, source, updatedAt],
  )
  useEffect(() => () => registry.remove(id), [registry, id])
  if (panelOnly) return null
  // `now` is null on the server and during hydration. The data comes from the server then, and its age is not shown yet.
  return <SourceChip source={now === null ? 'server' : source} updatedAt={updatedAt} now={now} />
}

interface SourceChipProps extends Pick<QueryState, 'source' | 'updatedAt'> {
  readonly now: number | null
}

function SourceChip({ source, updatedAt, now }: SourceChipProps): ReactNode {
  if (source === undefined) return <span className="chip">loading …</span>
  return (
    <span className={`chip from-${source}`} data-source={source}>
      {SOURCE_NAMES[source]}
      {now !== null && updatedAt !== undefined && `, ${formatAge(now - updatedAt)}`}
    </span>
  )
}

/** Lists every query on the page with the source and the age of its data. */
export function QuerySourcesPanel(): ReactNode {
  const registry = useContext(QueryRegistryContext)
  const queries = useSyncExternalStore(registry.subscribe, registry.getSnapshot, getServerSnapshot)
  const now = useNow()
  return (
    <section className="panel" aria-label="Data sources">
      <h2>Data sources</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">data</th>
            <th scope="col">source</th>
            <th scope="col">age</th>
          </tr>
        </thead>
        <tbody>{now !== null && queries.map((each) => <QueryRow key={each.id} query={each} now={now} />)}</tbody>
      </table>
    </section>
  )
}

function QueryRow({ query, now }: { readonly query: QueryState; readonly now: number }): ReactNode {
  const { label, source, updatedAt, isStale, isValidating } = query
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>
        <span className={`dot from-${source ?? 'none'}`} /> {source === undefined ? '–' : SOURCE_NAMES[source]}
      </td>
      <td>
        {updatedAt === undefined ? '–' : formatAge(now - updatedAt)}
        {isValidating ? ' ↻' : isStale ? ' (stale)' : ''}
      </td>
    </tr>
  )
}

const NO_QUERIES: ReturnType<QueryRegistry['getSnapshot']> = []
const getServerSnapshot = () => NO_QUERIES
