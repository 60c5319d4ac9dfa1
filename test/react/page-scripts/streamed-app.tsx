// A page that a server streams and a browser hydrates. It has a header, and two boundaries that wait for fetches of the server.
import type { ReactNode } from 'react'
import { Suspense, useEffect, useState } from 'react'
import { CachettaProvider, useCachetta } from '../../../src/react.ts'

export interface AppProps {
  readonly cache: object
  /** On the server, the test answers. In the browser, the server answers. */
  readonly fetcher: (name: string) => Promise<unknown>
}

interface EntryProps {
  readonly name: string
  readonly suspense?: boolean
}

function Entry({ name, suspense = true }: EntryProps): ReactNode {
  const { data } = useCachetta(name, { suspense })
  const [isHydrated, setHydrated] = useState(false)
  useEffect(() => setHydrated(true), [])
  return (
    <output id={suspense ? name : `${name}-at-once`} data-hydrated={isHydrated}>
      {data === undefined ? 'nothing' : String(data)}
    </output>
  )
}

export function App({ cache, fetcher }: AppProps): ReactNode {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <link rel="icon" href="data:," />
        <title>Streamed</title>
      </head>
      <body>
        <CachettaProvider cache={cache} options={{ duration: '5m', fetcher: fetcher as never }}>
          <Entry name="header" suspense={false} />
          <Suspense fallback={<p>waiting for slow</p>}>
            <Entry name="slow" />
          </Suspense>
          <Suspense fallback={<p>waiting for slower</p>}>
            <Entry name="slower" />
          </Suspense>
        </CachettaProvider>
      </body>
    </html>
  )
}
