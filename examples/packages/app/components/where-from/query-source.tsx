import type { Result } from 'cachetta/react'
import type { Context, ReactNode } from 'react'
import { createContext, useContext, useEffect, useId, useState } from 'react'
import { useIsOnline } from '../../connection.ts'
import { formatAge } from '../../format.ts'
import { useNow } from '../../use-now.ts'
import type { QueryRegistry, QueryState } from './query-registry.ts'
import { createQueryRegistry } from './query-registry.ts'
import { SOURCE_TEXTS } from './source-names.ts'

export const QueryRegistryContext: Context<QueryRegistry> = createContext(createQueryRegistry())

export function QueryRegistryProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [registry] = useState(createQueryRegistry)
  return <QueryRegistryContext value={registry}>{children}</QueryRegistryContext>
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
  return <SourceChip source={now === null ? 'server' : source} {...{ isValidating, now, updatedAt }} />
}

interface SourceChipProps extends Pick<QueryState, 'isValidating' | 'source' | 'updatedAt'> {
  readonly now: number | null
}

function SourceChip({ isValidating, source, updatedAt, now }: SourceChipProps): ReactNode {
  const isOnline = useIsOnline()
  if (source === undefined) {
    const isLoading = isValidating || isOnline
    return <span className="chip">{isLoading ? 'loading …' : 'not stored in this browser'}</span>
  }
  const age = now === null || updatedAt === undefined ? '' : `, ${describeAge(now - updatedAt)}`
  return (
    <span className={`chip from-${source}`} data-source={source} title={SOURCE_TEXTS[source].meaning}>
      from the {SOURCE_TEXTS[source].name}
      {age}
    </span>
  )
}

function describeAge(age: number): string {
  const text = formatAge(age)
  return /\d/.test(text) ? `${text} old` : text
}
