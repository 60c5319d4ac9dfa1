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

/** Returns what sorts before what, for each column. The age of an entry without one sorts last. */
const valueIn: Readonly<Record<Exclude<SortColumn, 'key'>, (entry: ShownEntry) => number>> = {
  state: ({ state }) => states.indexOf(state),
  age: ({ row }) => -(storedAtOf(row) ?? Number.NEGATIVE_INFINITY),
  size: ({ row }) => row.stored?.size ?? 0,
  observers: ({ row }) => row.active?.observers ?? 0,
}

/** `rows` are sorted by label, so entries with equal values stay in that order. */
export function listShown(
  rows: readonly EntryRow[],
  { isDescending, search, sortBy, state }: ListSettings,
  stateOf: (row: EntryRow) => EntryState,
): readonly ShownEntry[] {
  const wanted = search.trim().toLowerCase()
  const shown: ShownEntry[] = []
  for (const row of rows) {
    if (wanted !== '' && !matches(row, wanted)) continue
    const entry = { row, state: stateOf(row) }
    if (state === 'all' || entry.state === state) shown.push(entry)
  }
  if (sortBy !== 'key') shown.sort((one, other) => compare(valueIn[sortBy](one), valueIn[sortBy](other)))
  return isDescending ? shown.reverse() : shown
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
