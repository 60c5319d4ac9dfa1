import type { PrecacheEntry } from 'workbox-precaching'
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

// Keeps the shell: scripts, styles, and the page of no address. The data is not its business, that is Cachetta's.

/** What a service worker has that a page has not. */
interface Worker {
  /** What the build has made; Vite writes it in. */
  readonly __WB_MANIFEST: PrecacheEntry[]
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
  addEventListener(
    type: 'activate' | 'install',
    listener: (event: { waitUntil(work: Promise<unknown>): void }) => void,
  ): void
}

declare const self: Worker

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()

// The server's page where there is a server, with what is true now; else the shell, which shows what the browser knows.
registerRoute(
  new NavigationRoute(async ({ request }) => {
    try {
      return await fetch(request)
    } catch {
      return (await matchPrecache('/shell')) ?? Response.error()
    }
  }),
)

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()))
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
