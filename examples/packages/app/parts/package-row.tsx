import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { PackageRow as Row } from '../../answers.ts'
import { packagePath } from '../routes.ts'
import { bytesInWords, numberInWords } from '../words.ts'
import { FavouriteButton } from './favourite-button.tsx'

interface Props {
  readonly row: Row
  /** The size that fills the width. */
  readonly largest: number
}

export function PackageRow({ row, largest }: Props): ReactNode {
  const share = `${Math.max(0.3, (100 * row.bytes) / largest).toFixed(1)}%`
  return (
    <li className="row">
      <FavouriteButton id={row.id} />
      <div className="what">
        <Link href={packagePath(row.id)}>{row.name}</Link> <span className="version">{row.version}</span>
        <div className="about">
          {row.licence ?? 'no licence'} · {numberInWords(row.files)} {row.files === 1 ? 'file' : 'files'} · asks for{' '}
          {row.requires === 0 ? 'nothing' : row.requires}
        </div>
      </div>
      <div className="size">
        {bytesInWords(row.bytes)}
        <div className="share" style={{ width: share }} />
      </div>
    </li>
  )
}
