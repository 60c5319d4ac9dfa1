// Stands in for `msw/browser`: a service worker needs a browser, and a server of `msw/node` takes the same handlers.
import type { RequestHandler } from 'msw'
import { setupServer } from 'msw/node'

interface Worker {
  start(options: { readonly onUnhandledRequest: 'bypass' }): Promise<void>
  use(...handlers: readonly RequestHandler[]): void
  resetHandlers(): void
}

export function setupWorker(): Worker {
  const server = setupServer()
  return {
    start: async (options) => server.listen(options),
    use: (...handlers) => server.use(...handlers),
    resetHandlers: () => server.resetHandlers(),
  }
}
