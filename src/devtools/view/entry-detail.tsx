import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import type { EditText, ReadData } from '../model/actions.ts'
import { invalidate, readData, revalidate, setData, toEditText } from '../model/actions.ts'
import type { DevtoolsModel, Snapshot } from '../model/devtools-model.ts'
import type { Target } from '../model/keys.ts'
import type { DevtoolsNetwork } from '../network/network.ts'
import { DataTree } from './data-tree.tsx'
import { EditForm } from './edit-form.tsx'
import { EntryFacts } from './entry-facts.tsx'
import type { ShownEntry } from './shown-entries.ts'
import { Timeline } from './timeline.tsx'
import { useNetworkState } from './use-model.ts'

/** What the views of entries show and change. */
export interface EntryViewProps {
  readonly model: DevtoolsModel
  readonly snapshot: Snapshot
  readonly network: DevtoolsNetwork
  /** False if the application is not inside the panel: its requests cannot be made to fail. */
  readonly hasNetwork: boolean
  readonly now: number
  announce(message: string): void
}

interface EntryDetailProps extends EntryViewProps {
  readonly entry: ShownEntry
  onClose(): void
}

/** One entry: what is known about it, what can be done with it, its data, and what happened to it. */
export function EntryDetail({
  announce,
  entry,
  hasNetwork,
  model,
  network,
  now,
  onClose,
  snapshot,
}: EntryDetailProps): ReactNode {
  const { row } = entry
  const found = useData(snapshot, entry)
  const lines = snapshot.lines.filter(({ entryId }) => entryId === row.id)
  return (
    <section className="entry" aria-label={`Entry ${row.label}`}>
      <header>
        <h2>
          <code>{row.label}</code>
        </h2>
        <button type="button" onClick={onClose}>
          Close entry
        </button>
      </header>
      {row.target ? (
        <Actions target={row.target} {...{ announce, entry, found, hasNetwork, model, network }} />
      ) : (
        <p className="note">Its key is not plain JSON and no component shows it, so it can only be looked at.</p>
      )}
      <EntryFacts entry={entry} error={snapshot.errorOf(row)} now={now} />
      <h3>Data</h3>
      {found === undefined && <p className="empty">Reading …</p>}
      {found && 'problem' in found && <p className="empty">{found.problem}.</p>}
      {found && 'data' in found && (
        <div className="tree">
          <DataTree key={row.id} name="data" data={found.data} isRoot={true} />
        </div>
      )}
      <h3>What happened</h3>
      <Timeline lines={lines} label={`Time line of ${row.label}`} isOfOneEntry={true} />
    </section>
  )
}

/** Reads the data again with each list of the entries. The data of before shows meanwhile. */
function useData({ rows }: Snapshot, { row }: ShownEntry): ReadData | undefined {
  const [read, setRead] = useState<{ readonly id: string; readonly found: ReadData }>()
  const { id, target } = row
  // biome-ignore lint/correctness/useExhaustiveDependencies: `rows` is another list whenever the entry may have changed
  useEffect(() => {
    let isCurrent = true
    const set = (found: ReadData): void => {
      if (isCurrent) setRead({ id, found })
    }
    const reading: Promise<ReadData> = target ? readData(target) : Promise.resolve({ problem: 'It cannot be read' })
    reading.then(set, (error: unknown) => set({ problem: String(error) }))
    return () => {
      isCurrent = false
    }
  }, [id, target, rows])
  return read?.id === id ? read.found : undefined
}

interface ActionsProps extends Pick<EntryDetailProps, 'announce' | 'entry' | 'hasNetwork' | 'model' | 'network'> {
  readonly target: Target
  readonly found: ReadData | undefined
}

function Actions({ announce, entry, found, hasNetwork, model, network, target }: ActionsProps): ReactNode {
  const { keyText, label } = entry.row
  const { failing } = useNetworkState(network)
  const [edited, setEdited] = useState<EditText>()
  const editButton = useRef<HTMLButtonElement>(null)
  const run = async (action: Promise<void>, done: string): Promise<void> => {
    try {
      await action
      announce(`${label}: ${done}`)
    } catch (error) {
      announce(`${label}: ${String(error)}`)
    }
    await model.refresh()
  }
  const closeForm = (): void => {
    setEdited(undefined)
    editButton.current?.focus()
  }
  const openForm = (data: unknown): void => {
    try {
      setEdited(toEditText(data))
    } catch (error) {
      announce(`${label} cannot be edited: ${String(error)}`)
    }
  }
  const isFailing = failing === keyText
  return (
    <>
      <div className="actions">
        <button type="button" onClick={() => void run(revalidate(target), 'revalidated')}>
          Revalidate
        </button>
        <button type="button" onClick={() => void run(invalidate(target), 'invalidated')}>
          Invalidate
        </button>
        <button
          type="button"
          ref={editButton}
          disabled={!found || 'problem' in found}
          onClick={() => openForm(found && 'data' in found ? found.data : undefined)}
        >
          Edit
        </button>
        <button
          type="button"
          aria-pressed={isFailing}
          disabled={!hasNetwork}
          onClick={() => network.setState({ failing: isFailing ? undefined : keyText })}
        >
          Fail its next request
        </button>
      </div>
      {edited && (
        <EditForm
          initial={edited}
          onCancel={closeForm}
          onSave={(data) => {
            closeForm()
            void run(setData(target, data), 'changed')
          }}
        />
      )}
    </>
  )
}
