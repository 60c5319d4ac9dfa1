import type { Result } from 'cachetta/react'
import type { ReactNode } from 'react'
import { formatAge, useNow } from './age.ts'
import { formatBoolean, formatError, HistoryTable, NONE } from './history-table.tsx'

interface ResultHistoryProps {
  readonly fields: Fields
  /** The data, or the part of it that changes, as a short text. */
  readonly data: string | undefined
  readonly label?: string
}

type Fields = Pick<Result, 'error' | 'isLoading' | 'isStale' | 'isValidating' | 'source' | 'updatedAt'>

/** Reads the fields during render, so the component renders again when one of them changes. */
export function readFields({ error, isLoading, isStale, isValidating, source, updatedAt }: Fields): Fields {
  return { error, isLoading, isStale, isValidating, source, updatedAt }
}

/** The results of a hook so far. The last row is the current one. */
export function ResultHistory({ data = NONE, fields, label = 'Results of the hook' }: ResultHistoryProps): ReactNode {
  const now = useNow()
  const { error, isLoading, isStale, isValidating, source = NONE, updatedAt } = fields
  const row = {
    data,
    source,
    age: updatedAt === undefined ? NONE : formatAge(updatedAt, now),
    isStale: formatBoolean(isStale),
    isLoading: formatBoolean(isLoading),
    isValidating: formatBoolean(isValidating),
    error: formatError(error),
  }
  return <HistoryTable label={label} row={row} />
}
