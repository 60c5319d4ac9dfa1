import type { Cachetta } from 'cachetta'
import type { ProviderOptions } from 'cachetta/react'
import { CachettaProvider } from 'cachetta/react'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Router, useLocation } from 'wouter'
import type { Connection } from './connection.ts'
import { ConnectionContext } from './connection.ts'
import { Layout } from './layout.tsx'
import { FavouritesPage } from './pages/favourites-page.tsx'
import { ListPage } from './pages/list-page.tsx'
import { PackagePage } from './pages/package-page.tsx'
import { AnswersProvider } from './parts/answers.tsx'
import { NoticesProvider } from './parts/notices.tsx'
import { placeOf } from './routes.ts'

interface Props {
  readonly cache: Cachetta
  readonly connection: Connection
  /** On the server, whose address is the request's. */
  readonly path?: string
  readonly search?: string
}

/** The whole application, the same on both sides. */
export function App({ cache, connection, path, search }: Props): ReactNode {
  const options = useMemo(() => optionsWith(connection), [connection])
  return (
    <Router {...(path === undefined ? {} : { ssrPath: path, ssrSearch: search ?? '' })}>
      <ConnectionContext value={connection}>
        <CachettaProvider cache={cache} options={options}>
          <NoticesProvider>
            <AnswersProvider>
              <Layout>
                <Shown />
              </Layout>
            </AnswersProvider>
          </NoticesProvider>
        </CachettaProvider>
      </ConnectionContext>
    </Router>
  )
}

/** Fresh for a moment unless a query says more; shown for a month, so that there is something to see without a server. */
function optionsWith(connection: Connection): ProviderOptions {
  return {
    duration: '10s',
    staleDuration: '30d',
    isOnline: connection.isUp,
    initReconnect: connection.onReturn,
  }
}

function Shown(): ReactNode {
  const [path] = useLocation()
  const place = placeOf(path)
  if (place.name === 'list') return <ListPage />
  if (place.name === 'favourites') return <FavouritesPage />
  if (place.name === 'package') return <PackagePage key={place.id} id={place.id} />
  return <p className="empty">There is nothing at this address.</p>
}
