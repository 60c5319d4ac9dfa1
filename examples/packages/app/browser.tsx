import { Cachetta } from 'cachetta'
import { hydrate } from 'cachetta/ssr'
import { StrictMode } from 'react'
import { createRoot, hydrateRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { createConnection } from './connection.ts'

const cache = new Cachetta({ path: 'packages' }) // in this browser's IndexedDB
const app = (
  <StrictMode>
    <App cache={cache} connection={createConnection()} />
  </StrictMode>
)

const root = document.getElementById('root') as HTMLElement // of the page that the server wrote
if (root.hasChildNodes()) {
  hydrate(cache) // what has come with the page, and what is still to come
  hydrateRoot(root, app)
} else {
  createRoot(root).render(app) // the shell, without a server
}

// Later than what the page itself needs.
addEventListener('load', () => void navigator.serviceWorker?.register('/service-worker.js'))
