import type { ReactNode } from 'react'
import type { FileTypeSize } from '../../api-types.ts'
import { formatBytes } from '../format.ts'

const WIDTH = 1_000

/** A bar that shows the share of each file type in the size of the package. */
export function FileTypes({ fileTypes }: { readonly fileTypes: readonly FileTypeSize[] }): ReactNode {
  const total = Math.max(
    1,
    fileTypes.reduce((sum, { bytes }) => sum + bytes, 0),
  )
  const widths = fileTypes.map(({ bytes }) => (WIDTH * bytes) / total)
  const positions = widths.map((_, index) => widths.slice(0, index).reduce((sum, each) => sum + each, 0))
  return (
    <>
      <svg className="file-types" viewBox={`0 0 ${WIDTH} 24`} preserveAspectRatio="none" aria-hidden="true">
        {fileTypes.map(({ type }, index) => (
          <rect key={type} className={`hue-${index}`} x={positions[index]} width={widths[index]} height="24" />
        ))}
      </svg>
      <ul className="legend">
        {fileTypes.map(({ type, bytes }, index) => (
          <li key={type}>
            <span className={`dot hue-${index}`} /> {type} {formatBytes(bytes)}
          </li>
        ))}
      </ul>
    </>
  )
}
