import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Brought, PackageRow } from '../../answers.ts'
import { packagePath } from '../routes.ts'
import type { Rectangle } from '../squarify.ts'
import { squarify } from '../squarify.ts'
import { bytesInWords } from '../words.ts'

const SPACE: Rectangle = { x: 0, y: 0, width: 720, height: 320 }
const A_LETTER = 7.2
const HUES = 6

interface Props {
  readonly own: Pick<PackageRow, 'id' | 'bytes'>
  readonly brings: readonly Brought[]
}

/** A package and all that it brings along, each as large as it is. */
export function Treemap({ own, brings }: Props): ReactNode {
  const parts = [own, ...brings].filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes)
  const places = squarify(
    parts.map(({ bytes }) => bytes),
    SPACE,
  )
  return (
    <svg
      className="treemap"
      viewBox={`0 0 ${SPACE.width} ${SPACE.height}`}
      role="img"
      aria-label={`${own.id} and what it brings along, by size`}
    >
      {parts.map((part, index) => (
        <Part
          key={part.id}
          part={part}
          place={places[index] ?? SPACE}
          hue={part.id === own.id ? 'own' : `${index % HUES}`}
        />
      ))}
    </svg>
  )
}

interface PartProps {
  readonly part: Brought
  readonly place: Rectangle
  readonly hue: string
}

function Part({ part: { id, bytes }, place: { x, y, width, height }, hue }: PartProps): ReactNode {
  const letters = Math.floor((width - 8) / A_LETTER)
  return (
    <Link href={packagePath(id)} tabIndex={-1}>
      <title>{`${id}: ${bytesInWords(bytes)}`}</title>
      <rect className={`hue-${hue}`} x={x} y={y} width={width} height={height} />
      {letters >= 4 && height >= 20 && (
        <text x={x + 5} y={y + 15}>
          {id.length > letters ? `${id.slice(0, letters - 1)}…` : id}
        </text>
      )}
    </Link>
  )
}
