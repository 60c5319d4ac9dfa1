import type { ReactNode } from 'react'
import { useState } from 'react'
import { useIsOnline } from '../../connection.ts'
import { ActivityList } from './activity-list.tsx'
import { QueryTable, SourceLegend } from './query-table.tsx'

/**
 * Two panels that answer "what came from where": the data of this page, and the work of the server. They stand beside the page.
 * On a phone they are a sheet that a button at the lower edge opens, because a list that loads more has no end to put them at.
 */
export function WhereFrom(): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const isOnline = useIsOnline()
  return (
    <aside className={isOpen ? 'where-from is-open' : 'where-from'} aria-label="Where the data comes from">
      <button
        type="button"
        className="where-from-toggle"
        aria-expanded={isOpen}
        aria-controls="where-from"
        onClick={() => setIsOpen(!isOpen)}
      >
        {!isOnline && <span className="is-offline">Server offline</span>}
        Where does this data come from?
      </button>
      <div id="where-from" className="panels">
        <section className="panel" aria-labelledby="data-of-this-page">
          <h2 id="data-of-this-page">Data of this page</h2>
          <QueryTable />
          <SourceLegend />
        </section>
        <section className="panel" aria-labelledby="server-activity">
          <h2 id="server-activity">On the server</h2>
          <p className="about">What the server did for its visitors, live. Each browser profile is a visitor.</p>
          <ActivityList />
        </section>
      </div>
    </aside>
  )
}
