import { useCachettaInfinite } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { useSearchParams } from 'wouter'
import { PackageRow } from '../components/package-row.tsx'
import { QuerySource } from '../components/query-sources.tsx'
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
  const packages = list.data?.flatMap((page) => page.packages) ?? []
  const lastPage = list.data?.at(-1)
  return (
    <>
      <h1>Installed packages</h1>
      <div className="tools">
        <input
          type="search"
          aria-label="Search by name"
          placeholder="Search by name"
          value={search}
          onChange={({ target }) => setParams(target.value ? { search: target.value } : {}, { replace: true })}
        />
        <QuerySource label="list" query={list} />
      </div>
      {lastPage && <p className="count">{formatCount(lastPage.total, 'package')}, largest first</p>}
      {list.error !== undefined && lastPage === undefined && <p className="empty">{String(list.error)}</p>}
      <ul className="rows">
        {packages.map((each) => (
          <PackageRow key={each.id} summary={each} maxBytes={packages[0]?.bytes ?? 1} />
        ))}
      </ul>
      {lastPage?.next !== null && lastPage !== undefined && (
        <LoadMore isLoading={list.isValidating} onLoad={() => void list.setSize((size) => size + 1)} />
      )}
    </>
  )
}

interface LoadMoreProps {
  readonly isLoading: boolean
  readonly onLoad: () => void
}

/** A button that also loads the next page when the visitor scrolls near it. */
function LoadMore({ isLoading, onLoad }: LoadMoreProps): ReactNode {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const { current } = button
    if (current === null || isLoading) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onLoad(), { rootMargin: '200px' })
    observer.observe(current)
    return () => observer.disconnect()
  }, [isLoading, onLoad])
  return (
    <button ref={button} type="button" className="more" disabled={isLoading} onClick={onLoad}>
      {isLoading ? 'Loading …' : 'Load more'}
    </button>
  )
}
