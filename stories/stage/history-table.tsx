import type { ReactNode } from 'react'
import { useState } from 'react'

/** One result of a hook: a short text for each field. */
export type Row = Readonly<Record<string, string>>

interface HistoryTableProps {
  readonly row: Row
  /** The caption of the table. */
  readonly label: string
}

/** Adds a row each time a field changes. The last row is the current one. */
export function HistoryTable({ label, row }: HistoryTableProps): ReactNode {
  const [rows, setRows] = useState([row])
  const hasChanged = differs(row, rows.at(-1))
  if (hasChanged) setRows([...rows, row])
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
        {[...(hasChanged ? rows : rows.slice(0, -1)), row].map((each, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are only added at the end
          <tr key={index} aria-current={each === row}>
            {columns.map((column) => (
              <td key={column} data-faint={isEmpty(each[column]) || undefined}>
                {each[column]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A change of the age alone does not count. */
function differs(row: Row, previous: Row = {}): boolean {
  return Object.keys(row).some((column) => column !== 'age' && row[column] !== previous[column])
}

function isEmpty(text: string | undefined): boolean {
  return text === 'no' || text === NONE
}

export const NONE = '–'

export function formatBoolean(value: boolean): string {
  return value ? 'yes' : 'no'
}

export function formatError(error: unknown): string {
  return error instanceof Error ? error.message : NONE
}
