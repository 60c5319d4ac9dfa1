import type { Cachetta } from 'cachetta'
import type { ProviderOptions } from 'cachetta/react'
import { CachettaProvider } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Router, useLocation } from 'wouter'
import { NoticesProvider } from './components/notices.tsx'
import { QueryRegistryProvider } from './components/query-sources.tsx'
import type { Connection } from './connection.ts'
import { ConnectionContext } from './connection.ts'
import { Layout } from './layout.tsx'
import { FavouritesPage } from './pages/favourites-page.tsx'
import { ListPage } from './pages/list-page.tsx'
import { PackagePage } from './pages/package-page.tsx'
import { matchRoute } from './routes.ts'

interface Props {
  readonly cache: Cachetta
  readonly connection: Connection
  /** The path and the query string of the request. On the server only: a browser reads its own address. */
  readonly path?: string
  readonly search?: string
}

/** The whole application, the same on the server and in the browser. */
export function App({ cache, connection, path, search }: Props): ReactNode {
  const options = useMemo(() => createOptions(connection), [connection])
  return (
    <Router {...(path === undefined ? {} : { ssrPath: path, ssrSearch: search ?? '' })}>
      <ConnectionContext value={connection}>
        <CachettaProvider cache={cache} options={options}>
          <NoticesProvider>
            <QueryRegistryProvider>
              <Layout>
                <CurrentPage />
              </Layout>
            </QueryRegistryProvider>
          </NoticesProvider>
        </CachettaProvider>
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
  if (route.name === 'list') return <ListPage />
  if (route.name === 'favourites') return <FavouritesPage />
  if (route.name === 'package') return <PackagePage key={route.id} id={route.id} />
  return <p className="empty">Page not found.</p>
}
