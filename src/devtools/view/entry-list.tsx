import type { KeyboardEvent, ReactNode } from 'react'
import { useState } from 'react'
import type { EntryRow, EntryState } from '../model/entry-row.ts'
import { isInMemoryOnly, storedAtOf } from '../model/entry-row.ts'
import { formatAge, formatSize } from '../model/format.ts'
import type { ListSettings, ShownEntry, SortColumn } from './shown-entries.ts'
import type { RowWindow } from './use-row-window.ts'
import { ROW_HEIGHT, useRowWindow } from './use-row-window.ts'

interface EntryListProps {
  readonly rows: readonly EntryRow[]
  readonly stateOf: (row: EntryRow) => EntryState
  readonly selectedId: string | undefined
  readonly now: number
  readonly settings: ListSettings
  onSelect(id: string): void
  onSort(column: SortColumn): void
}

const columns: readonly { readonly column: SortColumn | 'source' | 'where'; readonly title: string }[] = [
  { column: 'state', title: 'State' },
  { column: 'key', title: 'Key' },
  { column: 'age', title: 'Age' },
  { column: 'source', title: 'Source' },
  { column: 'size', title: 'Size' },
  { column: 'observers', title: 'Observers' },
  { column: 'where', title: 'Where' },
]

/**
 * The entries as a grid. It is one stop of the Tab key; the arrow keys, Page Up and Down, Home and End select a row. Renders the
 * rows in view, and the selected one.
 */
export function EntryList(props: EntryListProps): ReactNode {
  const { now, onSelect, onSort, rows, selectedId, settings, stateOf } = props
  const [id] = useState(createListId)
  const [list, setList] = useState<HTMLElement | null>(null)
  const view = useRowWindow(list, rows.length, ROW_HEIGHT)
  const selected = selectedId === undefined ? -1 : rows.findIndex(({ id: rowId }) => rowId === selectedId)
  const onKeyDown = (event: KeyboardEvent): void => {
    const index = findTarget(event.key, selected, view.pageSize, rows.length)
    const row = index === undefined ? undefined : rows[index]
    if (index === undefined || !row || event.target !== event.currentTarget) return
    event.preventDefault()
    onSelect(row.id)
    view.scrollTo(index)
  }
  return (
    <div
      className="grid"
      role="grid"
      aria-label="Entries"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={selected < 0 ? undefined : `${id}-${selected}`}
      tabIndex={0}
      ref={setList}
      onScroll={view.onScroll}
      onKeyDown={onKeyDown}
    >
      <HeaderRow settings={settings} onSort={onSort} />
      <div role="rowgroup" className="rows" style={{ height: rows.length * ROW_HEIGHT }}>
        {listIndexes(view, selected).map((index) => {
          const row = rows[index]
          return row ? (
            <EntryLine
              key={row.id}
              id={`${id}-${index}`}
              index={index}
              entry={{ row, state: stateOf(row) }}
              isSelected={index === selected}
              now={now}
              onSelect={onSelect}
            />
          ) : null
        })}
      </div>
    </div>
  )
}

interface HeaderRowProps extends Pick<EntryListProps, 'onSort' | 'settings'> {}

function HeaderRow({ onSort, settings: { isDescending, sortBy } }: HeaderRowProps): ReactNode {
  const order = isDescending ? 'descending' : 'ascending'
  return (
    <div role="rowgroup" className="head">
      <div role="row" className="row" aria-rowindex={1}>
        {columns.map(({ column, title }) => (
          <div key={column} role="columnheader" className={column} aria-sort={column === sortBy ? order : undefined}>
            {column === 'where' || column === 'source' ? (
              title
            ) : (
              <button type="button" onClick={() => onSort(column)}>
                {title}
                <span aria-hidden="true">{column === sortBy && (isDescending ? ' ▾' : ' ▴')}</span>
              </button>
            )}
          </div>
        ))}
      </div>
    </div>
  )
}

interface EntryLineProps extends Pick<EntryListProps, 'now' | 'onSelect'> {
  readonly id: string
  readonly index: number
  readonly entry: ShownEntry
  readonly isSelected: boolean
}

function EntryLine({ entry: { row, state }, id, index, isSelected, now, onSelect }: EntryLineProps): ReactNode {
  const { active, stored } = row
  const storedAt = storedAtOf(row)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys
    <div
      id={id}
      role="row"
      className="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      style={{ top: index * ROW_HEIGHT }}
      onClick={() => onSelect(row.id)}
    >
      <Cell column="state">
        <span className={`mark ${state}`}>{state === 'memory' ? 'memory only' : state}</span>
      </Cell>
      <Cell column="key" title={row.label}>
        <code>{row.label}</code>
      </Cell>
      <Cell column="age">{storedAt === undefined ? '–' : formatAge(now - storedAt)}</Cell>
      <Cell column="source">{active?.source ?? '–'}</Cell>
      <Cell column="size">{stored?.size ? formatSize(stored.size) : '–'}</Cell>
      <Cell column="observers">{active?.observers ?? 0}</Cell>
      <Cell column="where">{whereOf(row)}</Cell>
    </div>
  )
}

interface CellProps {
  readonly column: string
  readonly title?: string
  readonly children: ReactNode
}

function Cell({ children, column, title }: CellProps): ReactNode {
  return (
    <div role="gridcell" className={column} title={title}>
      {children}
    </div>
  )
}

export function whereOf({ active, stored }: EntryRow): string {
  if (isInMemoryOnly({ active })) return 'memory'
  const isInMemory = active !== undefined && active.source !== null
  if (!stored) return isInMemory ? 'memory' : 'nowhere yet'
  return isInMemory ? 'memory, store' : 'store'
}

/** The rows in view, and the selected one, which `aria-activedescendant` names wherever the list is scrolled to. */
function listIndexes({ end, start }: Pick<RowWindow, 'end' | 'start'>, selected: number): readonly number[] {
  const inView = Array.from({ length: end - start }, (_, offset) => start + offset)
  if (selected < 0 || (selected >= start && selected < end)) return inView
  return selected < start ? [selected, ...inView] : [...inView, selected]
}

/** Returns the row that a key leads to, `undefined` for a key that selects none. */
function findTarget(key: string, selected: number, pageSize: number, count: number): number | undefined {
  const last = count - 1
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: selected + 1,
    ArrowUp: selected - 1,
    PageDown: selected + pageSize,
    PageUp: selected - pageSize,
    Home: 0,
    End: last,
  }
  const target = targets[key]
  return target === undefined ? undefined : Math.max(0, Math.min(last, target))
}

let lists = 0

/** React 17 has no `useId`. The panel is never rendered on a server, so a counter is enough. */
function createListId(): string {
  lists += 1
  return `entries-${lists}`
}
