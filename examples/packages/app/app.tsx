import type { Cachetta } from 'cachetta'
import type { DevtoolsProps } from 'cachetta/devtools'
import type { ProviderOptions } from 'cachetta/react'
import { CachettaProvider } from 'cachetta/react'
import type { ComponentType, ReactNode } from 'react'
import { useMemo } from 'react'
import { Router, useLocation } from 'wouter'
import { QueryRegistryProvider } from './components/where-from/query-source.tsx'
import type { Connection } from './connection.ts'
import { ConnectionContext } from './connection.ts'
import { Layout } from './layout.tsx'
import type { AppOutbox } from './outbox.ts'
import { OutboxContext, useAppOutbox } from './outbox.ts'
import { FavouritesPage } from './pages/favourites-page.tsx'
import { ListPage } from './pages/list-page.tsx'
import { NotFoundPage } from './pages/not-found-page.tsx'
import { PackagePage } from './pages/package-page.tsx'
import { SourcePage } from './pages/source-page.tsx'
import type { Route } from './routes.ts'
import { createTitle, matchRoute } from './routes.ts'
import { createServerEvents, ServerEventsContext } from './server-events.ts'
import { useNavigationEffects } from './use-navigation-effects.ts'

interface Props {
  readonly cache: Cachetta
  readonly connection: Connection
  /** In the browser only: a server sends nothing. */
  readonly outbox?: AppOutbox
  /** The panel, for a visitor who asks for it. */
  readonly Devtools?: ComponentType<DevtoolsProps> | undefined
  /** The path and the query string of the request. On the server only: a browser reads its own address. */
  readonly path?: string
  readonly search?: string
}

/** The whole application, the same on the server and in the browser. */
export function App({ Devtools, cache, connection, outbox, path, search }: Props): ReactNode {
  const options = useMemo(() => createOptions(connection), [connection])
  const serverEvents = useMemo(() => createServerEvents(connection), [connection])
  const emptyOutbox = useAppOutbox()
  return (
    <Router {...(path === undefined ? {} : { ssrPath: path, ssrSearch: search ?? '' })}>
      <ConnectionContext value={connection}>
        <ServerEventsContext value={serverEvents}>
          <CachettaProvider cache={cache} options={options}>
            <OutboxContext value={outbox ?? emptyOutbox}>
              <QueryRegistryProvider>
                {Devtools ? (
                  <Devtools cache={cache} outbox={outbox}>
                    <CurrentPage />
                  </Devtools>
                ) : (
                  <CurrentPage />
                )}
              </QueryRegistryProvider>
            </OutboxContext>
          </CachettaProvider>
        </ServerEventsContext>
      </ConnectionContext>
    </Router>
  )
}

/**
 * The defaults of all hooks. Data is fresh for 10 seconds. Stale data stays for 30 days, so a page has data while the server is
 * offline.
 */
function createOptions(connection: Connection): ProviderOptions {
  return {
    duration: '10s',
    staleDuration: '30d',
    isOnline: connection.isOnline,
    initReconnect: connection.onReconnect,
  }
}

function CurrentPage(): ReactNode {
  const [path] = useLocation()
  const route = matchRoute(path)
  useNavigationEffects(createTitle(route))
  return <Layout route={route}>{renderPage(route)}</Layout>
}

function renderPage(route: Route): ReactNode {
  switch (route.name) {
    case 'list':
      return <ListPage />
    case 'favourites':
      return <FavouritesPage />
    case 'package':
      return <PackagePage key={route.id} id={route.id} />
    case 'source':
      return <SourcePage key={route.path} path={route.path} />
    case 'not-found':
      return <NotFoundPage />
  }
}
