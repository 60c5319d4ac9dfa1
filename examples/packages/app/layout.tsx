import { useCachetta } from 'cachetta/react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { ConnectionNotice } from './components/connection-notice.tsx'
import { RefusedChanges } from './components/refused-changes.tsx'
import { QuerySource } from './components/where-from/query-source.tsx'
import { WhereFrom } from './components/where-from/where-from.tsx'
import { useIsOnline } from './connection.ts'
import { fetchMe, meKey } from './queries/me.ts'
import type { Route } from './routes.ts'
import { createSourcePath, getSourceFile } from './routes.ts'

interface Props {
  readonly route: Route
  readonly children: ReactNode
}

export function Layout({ route, children }: Props): ReactNode {
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <Header route={route} />
      <div className="columns">
        <main id="main" tabIndex={-1}>
          <ConnectionNotice />
          {children}
          <SourceLink file={getSourceFile(route)} />
        </main>
        <WhereFrom />
      </div>
      <RefusedChanges />
    </>
  )
}

function Header({ route }: Pick<Props, 'route'>): ReactNode {
  const isPackages = route.name === 'list' || route.name === 'package'
  return (
    <header className="bar">
      <Link href="/" className="brand">
        <img src="/icon.svg" alt="" /> Cachetta<span className="brand-more"> demo</span>
      </Link>
      <nav aria-label="Pages">
        <Link href="/" className={isPackages ? 'active' : ''}>
          Packages
        </Link>
        <Link href="/favourites" className={route.name === 'favourites' ? 'active' : ''}>
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
    <span className="me" title="The server chose this name for your browser profile.">
      You are {me.data?.name ?? 'a guest'} <QuerySource label="your name" query={me} panelOnly />
    </span>
  )
}

function ConnectionStatus(): ReactNode {
  const isOnline = useIsOnline()
  return (
    <span className={isOnline ? 'connection' : 'connection is-offline'}>
      {isOnline ? 'server online' : 'server offline'}
    </span>
  )
}

function SourceLink({ file }: { readonly file: string }): ReactNode {
  return (
    <p className="source-link">
      Source of this view: <Link href={createSourcePath(file)}>{file}</Link>
    </p>
  )
}
