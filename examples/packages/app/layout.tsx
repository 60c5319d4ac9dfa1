import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { ActivityPanel } from './components/activity-panel.tsx'
import { Notices } from './components/notices.tsx'
import { OutboxSender } from './components/outbox.tsx'
import { QuerySource, QuerySourcesPanel } from './components/query-sources.tsx'
import { useIsOnline } from './connection.ts'
import { fetchMe, meKey } from './queries/me.ts'

export function Layout({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <Header />
      <div className="columns">
        <main id="main">{children}</main>
        <aside>
          <QuerySourcesPanel />
          <ActivityPanel />
        </aside>
      </div>
      <Notices />
      <OutboxSender />
    </>
  )
}

function Header(): ReactNode {
  return (
    <header className="bar">
      <Link href="/" className="brand">
        <img src="/icon.svg" alt="" /> Cachetta
      </Link>
      <nav aria-label="Pages">
        <Link href="/" className={getLinkClass}>
          Packages
        </Link>
        <Link href="/favourites" className={getLinkClass}>
          Favourites
        </Link>
      </nav>
      <ConnectionStatus />
      <VisitorName />
    </header>
  )
}

function VisitorName(): ReactNode {
  const me = useCachetta(meKey, fetchMe)
  return (
    <span className="me">
      {me.data?.name ?? 'Guest'} <QuerySource label="visitor" query={me} panelOnly />
    </span>
  )
}

function ConnectionStatus(): ReactNode {
  const isOnline = useIsOnline()
  return (
    <span role="status" className={isOnline ? 'connection' : 'connection is-offline'}>
      {isOnline ? 'server online' : 'server offline, showing cached data'}
    </span>
  )
}

const getLinkClass = (isActive: boolean) => (isActive ? 'active' : '')
