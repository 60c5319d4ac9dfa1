import { useCachettaInfinite } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { Link, useSearchParams } from 'wouter'
import { Introduction } from '../components/introduction.tsx'
import { PackageRow } from '../components/package-row.tsx'
import { QueryProblem } from '../components/query-problem.tsx'
import { QuerySource } from '../components/where-from/query-source.tsx'
import { useIsOnline } from '../connection.ts'
import { formatCount } from '../format.ts'
import { createPageKey, fetchPackages, packagesOptions } from '../queries/packages.ts'

export function ListPage(): ReactNode {
  const [params, setParams] = useSearchParams()
  const search = params.get('search') ?? ''
  const list = useCachettaInfinite(createPageKey(search), fetchPackages, {
    ...packagesOptions,
    keepPreviousData: true,
    persistSize: false,
  })
  const isOnline = useIsOnline()
  // While a search loads, the previous list stays. If the answer cannot come, it would look like the answer.
  const isAbsent = list.source === undefined && !list.isValidating
  const pages = isAbsent ? [] : (list.data ?? [])
  const packages = pages.flatMap((page) => page.packages)
  const lastPage = pages.at(-1)
  return (
    <>
      <h1>Installed packages</h1>
      <Introduction />
      <div className="tools">
        <input
          type="search"
          aria-label="Search by name"
          placeholder="Search by name"
          value={search}
          onChange={({ target }) => setParams(target.value ? { search: target.value } : {}, { replace: true })}
        />
        <QuerySource label="list of packages" query={list} />
      </div>
      <QueryProblem query={list} subject={search === '' ? 'the list' : `the answer to “${search}”`} />
      {lastPage && <Count total={lastPage.total} search={search} />}
      <ul className="rows">
        {packages.map((each) => (
          <PackageRow key={each.id} summary={each} maxBytes={packages[0]?.bytes ?? 1} />
        ))}
      </ul>
      {lastPage !== undefined && lastPage.next !== null && (
        <LoadMore
          isLoading={list.isValidating}
          isPaused={!isOnline || list.error !== undefined}
          onLoad={() => void list.setSize((size) => size + 1)}
        />
      )}
    </>
  )
}

function Count({ total, search }: { readonly total: number; readonly search: string }): ReactNode {
  if (total > 0) return <p className="count">{formatCount(total, 'package')}, largest first</p>
  return (
    <p className="empty">
      No installed package has “{search}” in its name. <Link href="/">Show all packages</Link>
    </p>
  )
}

interface LoadMoreProps {
  readonly isLoading: boolean
  /** Does not load by itself: the server is offline, or the last request failed. */
  readonly isPaused: boolean
  readonly onLoad: () => void
}

/** A button that also loads the next page when the visitor scrolls near it. */
function LoadMore({ isLoading, isPaused, onLoad }: LoadMoreProps): ReactNode {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const { current } = button
    if (current === null || isLoading || isPaused) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onLoad(), { rootMargin: '200px' })
    observer.observe(current)
    return () => observer.disconnect()
  }, [isLoading, isPaused, onLoad])
  return (
    <button ref={button} type="button" className="more" disabled={isLoading} onClick={onLoad}>
      {isLoading ? 'Loading …' : 'Load more'}
    </button>
  )
}
