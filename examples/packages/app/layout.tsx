import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useIsUp } from './connection.ts'
import { ActivityPanel } from './parts/activity-panel.tsx'
import { AnswersPanel, Origin } from './parts/answers.tsx'
import { Notices } from './parts/notices.tsx'
import { OutboxPost } from './parts/outbox.tsx'
import { fetchMe, meKey } from './queries/me.ts'

export function Layout({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <>
      <a className="skip" href="#main">
        To the content
      </a>
      <Header />
      <div className="columns">
        <main id="main">{children}</main>
        <aside>
          <AnswersPanel />
          <ActivityPanel />
        </aside>
      </div>
      <Notices />
      <OutboxPost />
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
        <Link href="/" className={current}>
          All
        </Link>
        <Link href="/favourites" className={current}>
          Favourites
        </Link>
      </nav>
      <Connected />
      <Me />
    </header>
  )
}

function Me(): ReactNode {
  const me = useCachetta(meKey, fetchMe)
  return (
    <span className="me">
      {me.data?.name ?? 'Somebody'} <Origin what="me" of={me} quiet />
    </span>
  )
}

function Connected(): ReactNode {
  const isUp = useIsUp()
  return (
    <span role="status" className={isUp ? 'connection' : 'connection is-down'}>
      {isUp ? 'the server is there' : 'no server: all this is what your browser knows'}
    </span>
  )
}

const current = (isActive: boolean) => (isActive ? 'active' : '')
