import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import type { PackageDetails } from '../../api-types.ts'
import { RequestError } from '../api.ts'
import { DependencyTree } from '../components/dependency-tree.tsx'
import { ErrorBoundary } from '../components/error-boundary.tsx'
import { FavouriteButton } from '../components/favourite-button.tsx'
import { FileTypes } from '../components/file-types.tsx'
import { Notes } from '../components/notes.tsx'
import { PackageLinks } from '../components/package-links.tsx'
import { QuerySource } from '../components/query-sources.tsx'
import { Treemap } from '../components/treemap.tsx'
import { useIsOnline } from '../connection.ts'
import { formatBytes, formatNumber } from '../format.ts'
import { fetchPackage, packageKey, packageOptions } from '../queries/package.ts'

export function PackagePage({ id }: { readonly id: string }): ReactNode {
  const isOnline = useIsOnline()
  return (
    <>
      <div className="heading">
        <h1>{id}</h1>
        <FavouriteButton id={id} />
      </div>
      <ErrorBoundary resetKey={isOnline} fallback={(error) => <PackageError error={error} />}>
        <Suspense fallback={<p className="empty">Analysing the package …</p>}>
          <Analysis id={id} />
        </Suspense>
      </ErrorBoundary>
      <Notes packageId={id} />
    </>
  )
}

function PackageError({ error }: { readonly error: unknown }): ReactNode {
  const isNotFound = error instanceof RequestError && error.status === 404
  return (
    <p className="empty">
      {isNotFound ? 'This package is not installed.' : 'The server is offline, and this package is not cached yet.'}
    </p>
  )
}

/** Suspends until the analysis is done. The server then streams this part of the page. */
function Analysis({ id }: { readonly id: string }): ReactNode {
  const query = useCachetta(packageKey(id), fetchPackage, { ...packageOptions, suspense: true })
  const { dependencies, dependencyTree, dependents, fileTypes } = query.data
  return (
    <>
      <Facts details={query.data} />
      <section>
        <h2>
          File types <QuerySource label="package" query={query} />
        </h2>
        <FileTypes fileTypes={fileTypes} />
      </section>
      <section>
        <h2>Dependencies</h2>
        {dependencies.length === 0 ? <p>None.</p> : <Treemap root={query.data} dependencies={dependencies} />}
        <DependencyTree nodes={dependencyTree} />
      </section>
      {dependents.length > 0 && (
        <section>
          <h2>Dependents</h2>
          <PackageLinks ids={dependents} />
        </section>
      )}
    </>
  )
}

function Facts({ details }: { readonly details: PackageDetails }): ReactNode {
  const { analysisMs, bytes, dependencies, files, gzipBytes, licence } = details
  const dependencyBytes = dependencies.reduce((sum, each) => sum + each.bytes, 0)
  const facts: readonly (readonly [string, string])[] = [
    ['unpacked size', formatBytes(bytes)],
    ['gzip size', formatBytes(gzipBytes)],
    ['files', formatNumber(files)],
    ['dependencies', dependencies.length === 0 ? 'none' : `${dependencies.length} · ${formatBytes(dependencyBytes)}`],
    ['licence', licence ?? 'none'],
    ['analysis time', `${formatNumber(Math.round(analysisMs))} ms`],
  ]
  return (
    <dl className="facts">
      {facts.map(([term, text]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}
