import { hasLongTexts } from '#environment'
import type { Clock } from '../../engine/clock.ts'
import type { Engine } from '../../engine/engine.ts'
import { loadEntry } from '../../engine/read/load.ts'
import type { AddressBar, NotedCache } from '../../engine/read/shown-notes.ts'
import { ShownNotes } from '../../engine/read/shown-notes.ts'
import type { CacheHandle } from '../../engine/request/cache-handle.ts'
import { requireHandle } from '../../engine/request/cache-handle.ts'
import { resolveKey } from '../../engine/request/resolve-key.ts'
import { InvalidOptionError } from '../../errors.ts'
import { idOf } from '../../key/address.ts'
import type { Cachetta } from '../interface.ts'

/** `restore` resolves after 4 × 50 = 200 milliseconds at the latest. One long timer would be due before a busy page reads answers. */
const TIMEOUT_STEPS = 4
const TIMEOUT_STEP_MS = 50

/**
 * Loads entries from the store into memory before the first render, so that this render shows them: no "Loading", no Suspense
 * fallback. Without `keys` it loads the entries that this address of the application (`location.pathname`) showed last, and from
 * then on notes what hooks show. Call it once, when the application starts. It resolves after 200 milliseconds at the latest, and
 * does not reject if the store fails. On a server there is no address: without `keys` it does nothing.
 * @param keys The keys of hooks. For a list, the keys of its pages. A falsy key is skipped.
 * @throws {InvalidOptionError} when `cache` is not a Cachetta, or has a path function and there are no `keys`.
 * @throws {InvalidKeyError} when a key has no stable identity.
 * @example
 * ```tsx
 * import { Cachetta, restore } from 'cachetta'
 * import { CachettaProvider } from 'cachetta/react'
 * import { createRoot } from 'react-dom/client'
 *
 * const cache = new Cachetta({ path: 'app' })
 * await restore(cache)
 * createRoot(document.body).render(<CachettaProvider cache={cache}><App /></CachettaProvider>)
 * ```
 */
export async function restore(cache: Cachetta, keys?: readonly unknown[]): Promise<void> {
  const handle = requireHandle(cache)
  const loading = keys ? loadKeys(handle, keys) : loadShown(handle)
  await withinTimeout(handle.engine.clock, loading)
}

async function loadKeys(handle: CacheHandle, keys: readonly unknown[]): Promise<void> {
  const requests = keys.map((key) => resolveKey(key, handle, {})).filter((request) => request !== undefined)
  await Promise.all(requests.map((request) => loadEntry(request.handle.engine, request)))
}

async function loadShown({ base, engine, memory = engine.defaultMemory, policy }: CacheHandle): Promise<void> {
  if (base === undefined) {
    throw new InvalidOptionError(
      `keys: none were given${hasLongTexts ? ', and the cache has a path function; use restore(cache, keys)' : ''}`,
    )
  }
  if (addressBar.getPathname() === undefined) return
  const addresses = await notesOf({ base, engine, memory, policy }).read()
  await Promise.all(addresses.map((address) => loadEntry(engine, { address, id: idOf(address), memory, policy })))
}

const notesByEngine = new WeakMap<Engine, Map<string, ShownNotes>>()

/** Returns the notes of a cache. The first call begins to note. */
function notesOf(cache: NotedCache): ShownNotes {
  const ofEngine = notesByEngine.get(cache.engine) ?? new Map<string, ShownNotes>()
  notesByEngine.set(cache.engine, ofEngine)
  const notes = ofEngine.get(cache.base) ?? new ShownNotes(cache, addressBar)
  ofEngine.set(cache.base, notes)
  return notes
}

const addressBar: AddressBar = {
  getPathname: () => globalThis.location?.pathname,
  onLeave(callback) {
    // Captured, so that the notes are queued before the store writes what is queued.
    for (const event of ['pagehide', 'visibilitychange']) globalThis.addEventListener?.(event, callback, true)
  },
}

function withinTimeout(clock: Clock, loading: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let stop = (): void => {}
    const wait = (steps: number): void => {
      stop = clock.startTimeout(TIMEOUT_STEP_MS, () => (steps > 1 ? wait(steps - 1) : resolve()))
    }
    wait(TIMEOUT_STEPS)
    void loading.then(resolve, reject).then(() => stop())
  })
}
