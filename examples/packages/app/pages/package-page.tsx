import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { Suspense } from 'react'
import type { Package } from '../../answers.ts'
import { RequestError } from '../api.ts'
import { useIsUp } from '../connection.ts'
import { Origin } from '../parts/answers.tsx'
import { ErrorBoundary } from '../parts/error-boundary.tsx'
import { FavouriteButton } from '../parts/favourite-button.tsx'
import { Kinds } from '../parts/kinds.tsx'
import { Notes } from '../parts/notes.tsx'
import { PackageLinks } from '../parts/package-links.tsx'
import { Tree } from '../parts/tree.tsx'
import { Treemap } from '../parts/treemap.tsx'
import { fetchPackage, packageKey, packageOptions } from '../queries/package.ts'
import { bytesInWords, numberInWords } from '../words.ts'

export function PackagePage({ id }: { readonly id: string }): ReactNode {
  const isUp = useIsUp()
  return (
    <>
      <div className="heading">
        <h1>{id}</h1>
        <FavouriteButton id={id} />
      </div>
      <ErrorBoundary attempt={isUp} fallback={(error) => <Missing error={error} />}>
        <Suspense fallback={<p className="empty">Compressing every file of it …</p>}>
          <Analysis id={id} />
        </Suspense>
      </ErrorBoundary>
      <Notes packageId={id} />
    </>
  )
}

function Missing({ error }: { readonly error: unknown }): ReactNode {
  const isUnknown = error instanceof RequestError && error.status === 404
  return (
    <p className="empty">
      {isUnknown ? 'It is not installed.' : 'It was not visited before, and the server does not answer.'}
    </p>
  )
}

/** Waits for the analysis, which takes its time for the first who asks: a server sends this part of the page when it is there. */
function Analysis({ id }: { readonly id: string }): ReactNode {
  const query = useCachetta(packageKey(id), fetchPackage, { ...packageOptions, suspense: true })
  const { brings, kinds, requiredBy, tree } = query.data
  return (
    <>
      <Facts data={query.data} />
      <section>
        <h2>
          What it is made of <Origin what="package" of={query} />
        </h2>
        <Kinds kinds={kinds} />
      </section>
      <section>
        <h2>What it brings along</h2>
        {brings.length === 0 ? <p>Nothing.</p> : <Treemap own={query.data} brings={brings} />}
        <Tree branches={tree} />
      </section>
      {requiredBy.length > 0 && (
        <section>
          <h2>Who asks for it</h2>
          <PackageLinks ids={requiredBy} />
        </section>
      )}
    </>
  )
}

function Facts({ data }: { readonly data: Package }): ReactNode {
  const { brings, bytes, computedIn, files, gzipBytes, licence } = data
  const broughtBytes = brings.reduce((sum, each) => sum + each.bytes, 0)
  const facts: readonly (readonly [string, string])[] = [
    ['size', bytesInWords(bytes)],
    ['compressed', bytesInWords(gzipBytes)],
    ['files', numberInWords(files)],
    ['brings along', brings.length === 0 ? 'nothing' : `${brings.length} · ${bytesInWords(broughtBytes)}`],
    ['licence', licence ?? 'none'],
    ['computed in', `${numberInWords(Math.round(computedIn))} ms`],
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
