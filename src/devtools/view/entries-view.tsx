import { parseDuration } from 'cachetta'
import { useCachettaConfig } from 'cachetta/react'
import type { KeyboardEvent, ReactNode } from 'react'
import { useCallback, useMemo, useState } from 'react'
import type { Snapshot } from '../model/devtools-model.ts'
import type { EntryRow, EntryState, Freshness } from '../model/entry-row.ts'
import type { EntryViewProps } from './entry-detail.tsx'
import { EntryDetail } from './entry-detail.tsx'
import { EntryList } from './entry-list.tsx'
import { FilterBar } from './filter-bar.tsx'
import type { ListSettings, ShownEntry, SortColumn } from './shown-entries.ts'
import { listShown } from './shown-entries.ts'

const initialSettings: ListSettings = { search: '', state: 'all', sortBy: 'key', isDescending: false }

/** The list of entries with search and filter, and beside it the selected entry. */
export function EntriesView({ announce, hasNetwork, model, network, now, snapshot }: EntryViewProps): ReactNode {
  const [settings, setSettings] = useState(initialSettings)
  const [selectedId, select] = useState<string>()
  const stateOf = useStateOf(snapshot, now)
  const { rows } = snapshot
  const shown = useMemo(() => listShown(rows ?? [], settings, stateOf), [rows, settings, stateOf])
  const selected = findSelected(rows, selectedId, stateOf)
  const onSort = (sortBy: SortColumn): void =>
    setSettings({ ...settings, sortBy, isDescending: sortBy === settings.sortBy && !settings.isDescending })
  const close = (): void => select(undefined)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !selected) return
    event.stopPropagation()
    close()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the entry wherever the focus is
    <div className={selected ? 'split has-entry' : 'split'} onKeyDown={onKeyDown}>
      <div className="list">
        <FilterBar count={shown.length} total={rows?.length} settings={settings} onChange={setSettings} />
        <EmptyNote snapshot={snapshot} count={shown.length} />
        {shown.length > 0 && (
          <EntryList rows={shown} stateOf={stateOf} {...{ now, onSort, selectedId, settings }} onSelect={select} />
        )}
      </div>
      {selected && (
        <EntryDetail
          key={selected.row.id}
          entry={selected}
          onClose={close}
          {...{ announce, hasNetwork, model, network, now, snapshot }}
        />
      )}
    </div>
  )
}

interface EmptyNoteProps extends Pick<EntryViewProps, 'snapshot'> {
  readonly count: number
}

function EmptyNote({ count, snapshot: { listError, rows } }: EmptyNoteProps): ReactNode {
  if (listError !== undefined) return <p className="problem">{String(listError)}</p>
  if (count > 0) return null
  if (rows === undefined) return <p className="empty">Listing the entries …</p>
  return <p className="empty">{rows.length > 0 ? 'No entry matches.' : 'The cache has no entries yet.'}</p>
}

/** The options of hooks at this place of the tree say how long an entry is fresh, as for the hooks of the application. */
function useFreshness(): Freshness {
  const { duration, staleDuration } = useCachettaConfig()
  return {
    duration: duration === undefined ? undefined : parseDuration(duration),
    staleDuration: staleDuration === undefined ? undefined : parseDuration(staleDuration),
  }
}

function useStateOf(snapshot: Snapshot, now: number): (row: EntryRow) => EntryState {
  const { duration, staleDuration } = useFreshness()
  return useCallback(
    (row) => snapshot.stateOf(row, { duration, staleDuration }, now),
    [snapshot, duration, staleDuration, now],
  )
}

/** The selected entry stays, also if the list does not show it. It goes with the entry. */
function findSelected(
  rows: readonly EntryRow[] | undefined,
  id: string | undefined,
  stateOf: (row: EntryRow) => EntryState,
): ShownEntry | undefined {
  const row = id === undefined ? undefined : rows?.find((each) => each.id === id)
  return row && { row, state: stateOf(row) }
}
