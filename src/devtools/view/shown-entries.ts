// Which entries the list shows, and in which order.

import type { EntryRow, EntryState } from '../model/entry-row.ts'
import { storedAtOf } from '../model/entry-row.ts'

/** An entry with its state at the time of the render. */
export interface ShownEntry {
  readonly row: EntryRow
  readonly state: EntryState
}

export type SortColumn = 'state' | 'key' | 'age' | 'size' | 'observers'

export interface ListSettings {
  readonly search: string
  readonly state: EntryState | 'all'
  readonly sortBy: SortColumn
  readonly isDescending: boolean
}

/** The order of urgency. */
const states: readonly EntryState[] = ['error', 'fetching', 'expired', 'stale', 'fresh', 'memory', 'empty']

/** What a column sorts by. An entry without an age sorts last. */
const valueIn: Readonly<Record<Exclude<SortColumn, 'key' | 'state'>, (row: EntryRow) => number>> = {
  age: (row) => -(storedAtOf(row) ?? Number.NEGATIVE_INFINITY),
  size: ({ stored }) => stored?.size ?? 0,
  observers: ({ active }) => active?.observers ?? 0,
}

/**
 * `rows` are sorted by label, so entries with equal values stay in that order. Without a filter and in that order the result is `rows`
 * itself, because it is computed with each event.
 */
export function listShown(
  rows: readonly EntryRow[],
  { isDescending, search, sortBy, state }: ListSettings,
  stateOf: (row: EntryRow) => EntryState,
): readonly EntryRow[] {
  const wanted = search.trim().toLowerCase()
  let shown = rows
  if (wanted !== '') shown = shown.filter((row) => matches(row, wanted))
  if (state !== 'all') shown = shown.filter((row) => stateOf(row) === state)
  if (sortBy !== 'key') {
    const toValue = sortBy === 'state' ? (row: EntryRow) => states.indexOf(stateOf(row)) : valueIn[sortBy]
    const values = new Map(shown.map((row) => [row, toValue(row)]))
    shown = [...shown].sort((one, other) => compare(values.get(one) ?? 0, values.get(other) ?? 0))
  }
  return isDescending ? [...shown].reverse() : shown
}

function matches({ label, stored }: EntryRow, wanted: string): boolean {
  return (
    label.toLowerCase().includes(wanted) || (stored?.tags.some((tag) => tag.toLowerCase().includes(wanted)) ?? false)
  )
}

/** Unlike a difference, it works with infinite values. */
function compare(one: number, other: number): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
