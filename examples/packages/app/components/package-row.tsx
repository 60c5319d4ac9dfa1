import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { PackageSummary } from '../../api-types.ts'
import { formatBytes, formatCount } from '../format.ts'
import { createPackagePath } from '../routes.ts'
import { FavouriteButton } from './favourite-button.tsx'

interface Props {
  readonly summary: PackageSummary
  /** The size of a package whose bar has the full width. */
  readonly maxBytes: number
}

export function PackageRow({ summary, maxBytes }: Props): ReactNode {
  const { bytes, dependencyCount, files, id, licence, name, version } = summary
  const width = `${Math.max(0.3, (100 * bytes) / maxBytes).toFixed(1)}%`
  return (
    <li className="row">
      <FavouriteButton id={id} />
      <div>
        <Link href={createPackagePath(id)}>{name}</Link> <span className="version">{version}</span>
        <div className="about">
          {licence ?? 'no licence'} · {formatCount(files, 'file')} · {formatDependencyCount(dependencyCount)}
        </div>
      </div>
      <div className="size">
        {formatBytes(bytes)}
        <div className="size-bar" style={{ width }} />
      </div>
    </li>
  )
}

function formatDependencyCount(count: number): string {
  return count === 0 ? 'no dependencies' : formatCount(count, 'dependency', 'dependencies')
}
