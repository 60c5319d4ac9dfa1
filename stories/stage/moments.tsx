import type { ReactNode } from 'react'
import { useState } from 'react'

/** What a hook returns, in a few words each, by the names of its fields. */
export type Row = Readonly<Record<string, string>>

interface MomentsProps {
  readonly row: Row
  /** What the rows are. */
  readonly label: string
}

/** One row for each time that something changed; the last is what is true now. */
export function Moments({ label, row }: MomentsProps): ReactNode {
  const [rows, setRows] = useState([row])
  const isNews = differs(row, rows.at(-1))
  if (isNews) setRows([...rows, row])
  const columns = Object.keys(row)
  return (
    <table>
      <caption>{label}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[...(isNews ? rows : rows.slice(0, -1)), row].map((each, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are only ever added
          <tr key={index} aria-current={each === row}>
            {columns.map((column) => (
              <td key={column} data-faint={isNothing(each[column]) || undefined}>
                {each[column]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Growing older is no news. */
function differs(row: Row, before: Row = {}): boolean {
  return Object.keys(row).some((column) => column !== 'age' && row[column] !== before[column])
}

function isNothing(text: string | undefined): boolean {
  return text === 'no' || text === NONE
}

export const NONE = '–'

export function yesOrNo(is: boolean): string {
  return is ? 'yes' : 'no'
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : NONE
}
