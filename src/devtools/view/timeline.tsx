import type { ReactNode } from 'react'
import { useState } from 'react'
import type { LogLine } from '../model/event-log.ts'
import { formatElapsed, formatTime } from '../model/format.ts'
import { ROW_HEIGHT, useRowWindow } from './use-row-window.ts'

interface TimelineProps {
  /** The newest line first. */
  readonly lines: readonly LogLine[]
  readonly label: string
  /** Leaves out the column of keys: all lines are about one entry. */
  readonly isOfOneEntry?: boolean
}

/** What happened, line by line. Renders the lines in view alone. */
export function Timeline({ isOfOneEntry = false, label, lines }: TimelineProps): ReactNode {
  const [list, setList] = useState<HTMLElement | null>(null)
  const { end, onScroll, start } = useRowWindow(list, lines.length)
  if (lines.length === 0) return <p className="empty">Nothing has happened since the panel was mounted.</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard has to scroll the list
    <div className="lines" ref={setList} role="group" aria-label={label} tabIndex={0} onScroll={onScroll}>
      <ol style={{ height: lines.length * ROW_HEIGHT }} aria-label={label}>
        {lines.slice(start, end).map((line, index) => (
          <li
            key={line.id}
            className="line"
            aria-setsize={lines.length}
            aria-posinset={start + index + 1}
            style={{ top: (start + index) * ROW_HEIGHT }}
          >
            <time>{formatTime(line.at)}</time>
            <span className={`event ${line.tone}`}>{line.type}</span>
            {!isOfOneEntry && <code title={line.keyText}>{line.keyText}</code>}
            <span className="detail" title={line.detail}>
              {line.detail}
            </span>
            <span className="elapsed">{line.elapsed === undefined ? '' : formatElapsed(line.elapsed)}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
