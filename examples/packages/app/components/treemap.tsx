import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Dependency } from '../../api-types.ts'
import { formatBytes } from '../format.ts'
import { createPackagePath } from '../routes.ts'
import type { Rectangle } from '../squarify.ts'
import { squarify } from '../squarify.ts'

/** The shape of the map on a wide screen. A narrow one compresses it: all positions are in percent. */
const SPACE: Rectangle = { x: 0, y: 0, width: 720, height: 320 }
const HUE_COUNT = 6

interface Props {
  readonly root: Dependency
  readonly dependencies: readonly Dependency[]
}

/** A package and its dependencies. The area of each cell shows the size of a package. The tree below has the same in words. */
export function Treemap({ root, dependencies }: Props): ReactNode {
  const packages = [root, ...dependencies].filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes)
  const rectangles = squarify(
    packages.map(({ bytes }) => bytes),
    SPACE,
  )
  return (
    <div className="treemap" aria-hidden="true">
      {packages.map((each, index) => (
        <Cell
          key={each.id}
          id={each.id}
          bytes={each.bytes}
          rectangle={rectangles[index] ?? SPACE}
          hue={each.id === root.id ? 'root' : `${index % HUE_COUNT}`}
        />
      ))}
    </div>
  )
}

interface CellProps extends Dependency {
  readonly rectangle: Rectangle
  readonly hue: string
}

function Cell({ id, bytes, rectangle: { x, y, width, height }, hue }: CellProps): ReactNode {
  const toPercent = (length: number, whole: number) => `${((100 * length) / whole).toFixed(3)}%`
  const style = {
    left: toPercent(x, SPACE.width),
    top: toPercent(y, SPACE.height),
    width: toPercent(width, SPACE.width),
    height: toPercent(height, SPACE.height),
  }
  return (
    <Link
      href={createPackagePath(id)}
      className={`cell hue-${hue}`}
      style={style}
      tabIndex={-1}
      title={`${id}: ${formatBytes(bytes)}`}
    >
      <span>{id}</span>
    </Link>
  )
}
