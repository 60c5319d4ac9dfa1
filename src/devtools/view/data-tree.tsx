import type { ReactNode } from 'react'
import { useState } from 'react'
import { describeData, membersOf } from '../model/format.ts'

interface DataTreeProps {
  readonly name: string
  readonly data: unknown
  /** True for the root, which is open from the start. */
  readonly isRoot?: boolean
}

/** The members that a node shows before "Show more". A page with 10,000 rows of data stays fast. */
const STEP = 50

/** Data as a tree of buttons that open and close. What is closed is not rendered. */
export function DataTree({ data, isRoot = false, name }: DataTreeProps): ReactNode {
  const [isOpen, setOpen] = useState(isRoot)
  const [limit, setLimit] = useState(STEP)
  const members = membersOf(data)
  const text = (
    <>
      <span className="name">{name}</span>: <span className={`value ${typeOfData(data)}`}>{describeData(data)}</span>
    </>
  )
  if (members.length === 0) return <div className="leaf">{text}</div>
  return (
    <div className="node">
      <button type="button" className="twig" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {text}
      </button>
      {isOpen && (
        <ul>
          {members.slice(0, limit).map(([member, value], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two keys of a Map may look the same, and members do not move
            <li key={index}>
              <DataTree name={member} data={value} />
            </li>
          ))}
          {members.length > limit && (
            <li>
              <button type="button" onClick={() => setLimit(limit + STEP)}>
                Show more of {members.length}
              </button>
            </li>
          )}
        </ul>
      )}
    </div>
  )
}

function typeOfData(data: unknown): string {
  return data === null ? 'null' : typeof data
}
