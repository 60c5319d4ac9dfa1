import type { PrecacheEntry } from 'workbox-precaching'
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

// Caches the shell: scripts, styles, and an HTML page without content. It does not cache data: Cachetta does that.

/** The globals of a service worker that this file uses. */
interface WorkerScope {
  /** The files of the build. Vite inserts the list. */
  readonly __WB_MANIFEST: PrecacheEntry[]
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
  addEventListener(
    type: 'activate' | 'install',
    listener: (event: { waitUntil(work: Promise<unknown>): void }) => void,
  ): void
}

declare const self: WorkerScope

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()

// Online, the server renders the page with current data. Offline, the shell renders it with data from IndexedDB.
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
