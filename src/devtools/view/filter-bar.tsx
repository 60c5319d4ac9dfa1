import type { ReactNode } from 'react'
import type { EntryState } from '../model/entry-row.ts'
import type { ListSettings } from './shown-entries.ts'

interface FilterBarProps {
  readonly settings: ListSettings
  /** How many entries match. */
  readonly count: number
  /** How many there are. Undefined until they have been listed. */
  readonly total: number | undefined
  onChange(settings: ListSettings): void
}

const states: readonly (readonly [state: EntryState | 'all', title: string])[] = [
  ['all', 'All states'],
  ['error', 'Error'],
  ['fetching', 'Fetching'],
  ['fresh', 'Fresh'],
  ['stale', 'Stale'],
  ['expired', 'Expired'],
  ['memory', 'Memory only'],
  ['empty', 'Empty'],
]

export function FilterBar({ count, onChange, settings, total }: FilterBarProps): ReactNode {
  const isFiltered = settings.search !== '' || settings.state !== 'all'
  return (
    <div className="filter" role="search" aria-label="Entries">
      <input
        type="search"
        aria-label="Search keys and tags"
        placeholder="Search keys and tags"
        spellCheck={false}
        value={settings.search}
        onChange={(event) => onChange({ ...settings, search: event.target.value })}
      />
      <select
        aria-label="State"
        value={settings.state}
        onChange={(event) => onChange({ ...settings, state: event.target.value as ListSettings['state'] })}
      >
        {states.map(([state, title]) => (
          <option key={state} value={state}>
            {title}
          </option>
        ))}
      </select>
      <span className="muted count" role="status">
        {isFiltered ? `${count} of ${total ?? 0}` : ''}
      </span>
    </div>
  )
}
