import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Dependency } from '../../api-types.ts'
import { formatBytes } from '../format.ts'
import { createPackagePath } from '../routes.ts'
import type { Rectangle } from '../squarify.ts'
import { squarify } from '../squarify.ts'

const SPACE: Rectangle = { x: 0, y: 0, width: 720, height: 320 }
const LETTER_WIDTH = 7.2
const HUE_COUNT = 6

interface Props {
  readonly root: Dependency
  readonly dependencies: readonly Dependency[]
}

/** A package and its dependencies. The area of each cell shows the size of a package. */
export function Treemap({ root, dependencies }: Props): ReactNode {
  const packages = [root, ...dependencies].filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes)
  const rectangles = squarify(
    packages.map(({ bytes }) => bytes),
    SPACE,
  )
  return (
    <svg
      className="treemap"
      viewBox={`0 0 ${SPACE.width} ${SPACE.height}`}
      role="img"
      aria-label={`${root.id} and its dependencies by size`}
    >
      {packages.map((each, index) => (
        <Cell
          key={each.id}
          id={each.id}
          bytes={each.bytes}
          rectangle={rectangles[index] ?? SPACE}
          hue={each.id === root.id ? 'root' : `${index % HUE_COUNT}`}
        />
      ))}
    </svg>
  )
}

interface CellProps extends Dependency {
  readonly rectangle: Rectangle
  readonly hue: string
}

function Cell({ id, bytes, rectangle: { x, y, width, height }, hue }: CellProps): ReactNode {
  const maxLetters = Math.floor((width - 8) / LETTER_WIDTH)
  return (
    <Link href={createPackagePath(id)} tabIndex={-1}>
      <title>{`${id}: ${formatBytes(bytes)}`}</title>
      <rect className={`hue-${hue}`} x={x} y={y} width={width} height={height} />
      {maxLetters >= 4 && height >= 20 && (
        <text x={x + 5} y={y + 15}>
          {id.length > maxLetters ? `${id.slice(0, maxLetters - 1)}…` : id}
        </text>
      )}
    </Link>
  )
}
