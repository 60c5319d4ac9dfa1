import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { Link } from 'wouter'
import type { PackageDetails } from '../../api-types.ts'
import { RequestError } from '../api.ts'
import { AnalysisProgress } from '../components/analysis-progress.tsx'
import { DependencyTree } from '../components/dependency-tree.tsx'
import { ErrorBoundary } from '../components/error-boundary.tsx'
import { FavouriteButton } from '../components/favourite-button.tsx'
import { FileTypes } from '../components/file-types.tsx'
import { Notes } from '../components/notes.tsx'
import { PackageLinks } from '../components/package-links.tsx'
import { PackageOrigin } from '../components/package-origin.tsx'
import { Absent } from '../components/query-problem.tsx'
import { Treemap } from '../components/treemap.tsx'
import { QuerySource } from '../components/where-from/query-source.tsx'
import { useIsOnline } from '../connection.ts'
import { formatBytes, formatMilliseconds, formatNumber } from '../format.ts'
import { fetchPackage, packageKey, packageOptions } from '../queries/package.ts'

export function PackagePage({ id }: { readonly id: string }): ReactNode {
  const isOnline = useIsOnline()
  return (
    <ErrorBoundary
      resetKey={isOnline}
      fallback={(error, retry) => <PackageError id={id} error={error} onRetry={retry} />}
    >
      <Heading id={id} />
      <AnalysisProgress id={id} />
      <Suspense fallback={<p className="empty">Waiting for the analysis by the server …</p>}>
        <Analysis id={id} />
      </Suspense>
      <Notes packageId={id} />
    </ErrorBoundary>
  )
}

function Heading({ id }: { readonly id: string }): ReactNode {
  return (
    <div className="heading">
      <h1>{id}</h1>
      <FavouriteButton id={id} />
    </div>
  )
}

interface PackageErrorProps {
  readonly id: string
  readonly error: unknown
  readonly onRetry: () => void
}

function PackageError({ id, error, onRetry }: PackageErrorProps): ReactNode {
  const isOnline = useIsOnline()
  if (error instanceof RequestError && error.status === 404) {
    return (
      <>
        <h1>{id}</h1>
        <p>
          This package is not installed on the server. <Link href="/">See all installed packages</Link>
        </p>
      </>
    )
  }
  return (
    <>
      <Heading id={id} />
      {isOnline ? <FailedAnalysis error={error} onRetry={onRetry} /> : <Absent subject="this package" />}
      <Notes packageId={id} />
    </>
  )
}

function FailedAnalysis({ error, onRetry }: Omit<PackageErrorProps, 'id'>): ReactNode {
  return (
    <div className="problem" role="alert">
      <p>The server could not send the analysis. {error instanceof Error && error.message}</p>
      <button type="button" className="secondary" onClick={onRetry}>
        Try again
      </button>
    </div>
  )
}

/** Suspends until the analysis is done. The server then streams this part of the page. */
function Analysis({ id }: { readonly id: string }): ReactNode {
  const query = useCachetta(packageKey(id), fetchPackage, { ...packageOptions, suspense: true })
  const { dependencies, dependencyTree, dependents, fileTypes } = query.data
  return (
    <>
      <p className="tools">
        <QuerySource label="package" query={query} />
      </p>
      <PackageOrigin query={query} />
      <Facts details={query.data} />
      <section>
        <h2>File types</h2>
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
  const { analysisMs, bytes, dependencies, files, gzipBytes, licence, version } = details
  const dependencyBytes = dependencies.reduce((sum, each) => sum + each.bytes, 0)
  const facts: readonly (readonly [string, string])[] = [
    ['version', version],
    ['licence', licence ?? 'none'],
    ['unpacked size', formatBytes(bytes)],
    ['gzip size', formatBytes(gzipBytes)],
    ['files', formatNumber(files)],
    ['dependencies', dependencies.length === 0 ? 'none' : formatNumber(dependencies.length)],
    ['dependency size', formatBytes(dependencyBytes)],
    ['analysis time', formatMilliseconds(analysisMs)],
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
