import type { ReactNode } from 'react'
import type { FileKind } from '../../answers.ts'
import { bytesInWords } from '../words.ts'

const WIDTH = 1_000

/** A bar as long as the package is large, in the proportions of what lies in it. */
export function Kinds({ kinds }: { readonly kinds: readonly FileKind[] }): ReactNode {
  const total = Math.max(
    1,
    kinds.reduce((sum, { bytes }) => sum + bytes, 0),
  )
  const lengths = kinds.map(({ bytes }) => (WIDTH * bytes) / total)
  const starts = lengths.map((_, index) => lengths.slice(0, index).reduce((sum, each) => sum + each, 0))
  return (
    <>
      <svg className="kinds" viewBox={`0 0 ${WIDTH} 24`} preserveAspectRatio="none" aria-hidden="true">
        {kinds.map(({ kind }, index) => (
          <rect key={kind} className={`hue-${index}`} x={starts[index]} width={lengths[index]} height="24" />
        ))}
      </svg>
      <ul className="legend">
        {kinds.map(({ kind, bytes }, index) => (
          <li key={kind}>
            <span className={`dot hue-${index}`} /> {kind} {bytesInWords(bytes)}
          </li>
        ))}
      </ul>
    </>
  )
}
