import type { OutboxEntry } from 'cachetta/outbox'
import type { ShownOutbox } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { DevtoolsModel } from '../model/devtools-model.ts'
import type { LogLine } from '../model/event-log.ts'
import type { DevtoolsNetwork } from '../network/network.ts'
import { EntriesView } from './entries-view.tsx'
import { keepEventsInside } from './keep-events-inside.ts'
import { NetworkBar } from './network-bar.tsx'
import { OutboxView } from './outbox-view.tsx'
import type { Tab } from './tabs.tsx'
import { Tabs } from './tabs.tsx'
import { Timeline } from './timeline.tsx'
import { useNetworkState, useNow, useSnapshot } from './use-model.ts'

export interface PanelProps {
  readonly model: DevtoolsModel
  readonly network: DevtoolsNetwork
  /** True if the hooks of the application are inside the panel. */
  readonly hasNetwork: boolean
  readonly outbox: ShownOutbox<OutboxEntry> | undefined
  readonly isInitiallyOpen: boolean
  readonly side: 'left' | 'right'
  readonly theme: 'system' | 'light' | 'dark'
}

/** The button at the edge of the page, or the open panel. */
export function Panel({ isInitiallyOpen, side, theme, ...props }: PanelProps): ReactNode {
  const [isOpen, setOpen] = useState(isInitiallyOpen)
  const { isOffline } = useNetworkState(props.network)
  const toggle = useRef<HTMLButtonElement>(null)
  const hasToggled = useRef(false)
  useEffect(() => {
    if (!isOpen && hasToggled.current) toggle.current?.focus()
  }, [isOpen])
  const change = (isOpenNow: boolean): void => {
    hasToggled.current = true
    setOpen(isOpenNow)
  }
  return (
    <section className="root" data-theme={theme} data-side={side} aria-label="Cachetta devtools" {...keepEventsInside}>
      {isOpen ? (
        <OpenPanel {...props} takesFocus={hasToggled} onClose={() => change(false)} />
      ) : (
        <button
          type="button"
          className="toggle"
          ref={toggle}
          aria-expanded={false}
          aria-label={`Cachetta devtools${isOffline ? ', offline' : ''}`}
          onClick={() => change(true)}
        >
          Cachetta{isOffline && <span className="badge"> offline</span>}
        </button>
      )}
    </section>
  )
}

type View = 'entries' | 'timeline' | 'outbox'

const tabs: readonly Tab<View>[] = [
  { name: 'entries', title: 'Entries' },
  { name: 'timeline', title: 'Time line' },
]
const outboxTab: Tab<View> = { name: 'outbox', title: 'Outbox' }

interface OpenPanelProps extends Omit<PanelProps, 'isInitiallyOpen' | 'side' | 'theme'> {
  /** True if the user has opened the panel. A panel that is open from the start leaves the focus where it is. */
  readonly takesFocus: { readonly current: boolean }
  onClose(): void
}

function OpenPanel({ hasNetwork, model, network, onClose, outbox, takesFocus }: OpenPanelProps): ReactNode {
  const [view, setView] = useState<View>('entries')
  const [message, setMessage] = useState('')
  const panel = useRef<HTMLDivElement>(null)
  const snapshot = useSnapshot(model)
  const now = useNow()
  const announce = useCallback((text: string) => setMessage(text), [])
  useEffect(() => {
    if (takesFocus.current) panel.current?.querySelector<HTMLElement>('[role="tab"]')?.focus()
  }, [takesFocus])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the panel wherever the focus is
    <div className="panel" ref={panel} onKeyDown={({ key }) => key === 'Escape' && onClose()}>
      <header className="bar">
        <strong>Cachetta</strong>
        <Tabs<View> tabs={outbox ? [...tabs, outboxTab] : tabs} selected={view} onSelect={setView} />
        <NetworkBar {...{ announce, hasNetwork, network }} />
        <button type="button" className="close" aria-expanded={true} aria-label="Close devtools" onClick={onClose}>
          Close
        </button>
      </header>
      <div role="tabpanel" id="view" className="view" aria-labelledby={`tab-${view}`}>
        {view === 'entries' && <EntriesView {...{ announce, hasNetwork, model, network, now, snapshot }} />}
        {view === 'timeline' && <TimelineView lines={snapshot.lines} onClear={() => model.log.clear()} />}
        {view === 'outbox' && outbox && <OutboxView {...{ announce, now, outbox }} />}
      </div>
      <p role="status" className="message">
        {message}
      </p>
    </div>
  )
}

interface TimelineViewProps {
  readonly lines: readonly LogLine[]
  onClear(): void
}

function TimelineView({ lines, onClear }: TimelineViewProps): ReactNode {
  return (
    <div className="timeline">
      <div className="filter">
        <button type="button" onClick={onClear}>
          Clear
        </button>
        <span className="muted">{lines.length} events, the newest first</span>
      </div>
      <Timeline lines={lines} label="Time line" />
    </div>
  )
}
