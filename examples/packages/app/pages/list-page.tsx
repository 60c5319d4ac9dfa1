import { useCachettaInfinite } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { useSearchParams } from 'wouter'
import { Origin } from '../parts/answers.tsx'
import { PackageRow } from '../parts/package-row.tsx'
import { fetchPackages, packagesKeyAfter, packagesOptions } from '../queries/packages.ts'
import { numberInWords } from '../words.ts'

export function ListPage(): ReactNode {
  const [params, setParams] = useSearchParams()
  const search = params.get('search') ?? ''
  const list = useCachettaInfinite(packagesKeyAfter(search), fetchPackages, {
    ...packagesOptions,
    keepPreviousData: true,
    persistSize: false,
  })
  const rows = list.data?.flatMap((page) => page.rows) ?? []
  const last = list.data?.at(-1)
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
        <Origin what="list" of={list} />
      </div>
      {last && <p className="count">{numberInWords(last.total)} packages, the largest first</p>}
      {list.error !== undefined && last === undefined && <p className="empty">{String(list.error)}</p>}
      <ul className="rows">
        {rows.map((row) => (
          <PackageRow key={row.id} row={row} largest={rows[0]?.bytes ?? 1} />
        ))}
      </ul>
      {last?.next !== null && last !== undefined && (
        <More isLoading={list.isValidating} onMore={() => void list.setSize((size) => size + 1)} />
      )}
    </>
  )
}

interface MoreProps {
  readonly isLoading: boolean
  readonly onMore: () => void
}

/** A button that presses itself when it comes into sight. */
function More({ isLoading, onMore }: MoreProps): ReactNode {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const { current } = button
    if (current === null || isLoading) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onMore(), { rootMargin: '200px' })
    observer.observe(current)
    return () => observer.disconnect()
  }, [isLoading, onMore])
  return (
    <button ref={button} type="button" className="more" disabled={isLoading} onClick={onMore}>
      {isLoading ? 'Loading …' : 'More'}
    </button>
  )
}
