import { Cachetta, restore } from 'cachetta'
import { hydrate } from 'cachetta/ssr'
import { StrictMode } from 'react'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { createConnection } from './connection.ts'
import { createAppOutbox } from './outbox.ts'

const cache = new Cachetta({ path: 'package-analyser' }) // entries live in IndexedDB
const root = document.getElementById('root') as HTMLElement // the server always writes it
const isRendered = root.hasChildNodes()
// The service worker sends the shell, which is empty, only if the server did not answer.
const connection = createConnection({ isOnline: isRendered })
const outbox = createAppOutbox(cache, connection) // what was not sent waits in IndexedDB, too
// `?devtools` opens the panel. Its code is loaded only then.
const wantsDevtools = new URLSearchParams(location.search).has('devtools')
const Devtools = wantsDevtools ? (await import('cachetta/devtools/production')).CachettaDevtools : undefined
const app = (
  <StrictMode>
    <App cache={cache} connection={connection} outbox={outbox} Devtools={Devtools} />
  </StrictMode>
)

// Loads what this address showed last, and from now on notes what each address shows.
const restored = restore(cache)

if (isRendered) {
  hydrate(cache) // reads the state in the page, also the parts that stream in later
  hydrateRoot(root, app)
} else {
  await Promise.all([restored, outbox.ready]) // the first frame has the data, and what waits
  createRoot(root).render(app) // the shell: the server is offline
}

// After `load`, so the worker does not compete with the page for the network.
addEventListener('load', () => void navigator.serviceWorker?.register('/service-worker.js'))
