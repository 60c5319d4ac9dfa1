import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { formatBytes, formatCount } from '../format.ts'
import { fetchMe, meKey } from '../queries/me.ts'
import { useRunningAnalyses } from '../use-activity.ts'

/**
 * The progress of the analysis of a package while the server runs it, as the server tells it. It stands outside of the Suspense
 * boundary: what the server rendered as the fallback of a boundary is not alive until the content arrives.
 */
export function AnalysisProgress({ id }: { readonly id: string }): ReactNode {
  const analysis = useRunningAnalyses().find(({ packageId }) => packageId === id)
  const { data: me } = useCachetta(meKey, fetchMe)
  if (analysis === undefined) return null
  const { bytes, bytesDone, files, visitor } = analysis
  const isMine = visitor.id === me?.id
  return (
    <div className="progress" role="status">
      <p>
        <strong>First analysis of this package.</strong>{' '}
        {isMine
          ? 'The server computes it for you now, and keeps it for every later visitor.'
          : `The visitor ${visitor.name} started it. You wait for the same result; the server computes it once.`}
      </p>
      <progress aria-label={`Analysis of ${id}`} max={bytes} value={Math.min(bytesDone, bytes)} />
      <p className="about">
        {formatBytes(bytesDone)} of {formatBytes(bytes)} compressed, {formatCount(files, 'file')}
      </p>
    </div>
  )
}
