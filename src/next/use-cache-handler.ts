// The option `cacheHandlers` of next.config: the directive `use cache`. Next.js has one handler for all requests. It compares the ages
// of entries itself; this file compares tags, and keeps the bytes of each entry.

import type { Cachetta } from 'cachetta'
import { lookup } from 'cachetta'
import { readClock } from './clock.ts'
import type { UseCacheEntry, UseCacheHandler } from './next-types.ts'
import type { CacheHandlersOptions } from './options.ts'
import { createParts, storeEntry } from './options.ts'
import { judgeByTags } from './tag-state.ts'

/** An entry as it is stored: its bytes instead of the stream. */
interface StoredEntry extends Omit<UseCacheEntry, 'value'> {
  readonly bytes: Uint8Array
}

/**
 * Creates a handler for the option `cacheHandlers` of Next.js, for `default` (`use cache`), `remote` (`use cache: remote`) or a kind of
 * your own. All instances of an application that share the store also share these entries, and a revalidation in one of them shows in
 * all at the next request.
 *
 * If the store fails, entries are missing: they are computed, and the log has one line.
 *
 * @throws {InvalidOptionError} when `store` is missing, or an option is unknown or has a wrong value.
 * @example
 * ```ts
 * // use-cache-handler.mjs: the file that `cacheHandlers.default` in next.config names
 * import { fileStore } from 'cachetta'
 * import { cacheHandlers } from 'cachetta/next'
 *
 * export default cacheHandlers({ store: fileStore(), path: '/var/cache/shop' })
 * ```
 */
export function cacheHandlers(options: CacheHandlersOptions): UseCacheHandler {
  const { cache, tags } = createParts<StoredEntry>(options, {
    name: 'cacheHandlers',
    options: [],
    expireOf: ({ expire }) => expire,
    places: { entries: 'use-cache', tags: 'use-cache-tags' },
  })
  const pendingSets = new Map<string, Promise<void>>()
  let readTags = tags.createReader()

  async function find(cacheKey: string, softTags: readonly string[]): Promise<UseCacheEntry | undefined> {
    const [found, softStates] = await Promise.all([lookup(cache, cacheKey), readTags(softTags)])
    if (!found.hit) return undefined
    const { bytes, ...entry } = found.value
    const states = [...softStates, ...(await readTags(entry.tags))]
    const verdict = judgeByTags(states, entry.timestamp, readClock())
    if (verdict === 'expired') return undefined
    return { ...entry, value: createStream(bytes), revalidate: verdict === 'stale' ? -1 : entry.revalidate }
  }

  return {
    async get(cacheKey, softTags) {
      await pendingSets.get(cacheKey)
      return find(cacheKey, softTags).catch(() => undefined) // the states of its tags could not be read
    },
    async set(cacheKey, pendingEntry) {
      const pending = readAndStore(cache, cacheKey, pendingEntry)
      pendingSets.set(cacheKey, pending)
      await pending
      if (pendingSets.get(cacheKey) === pending) pendingSets.delete(cacheKey)
    },
    async refreshTags() {
      readTags = tags.createReader()
    },
    getExpiration: () => Promise.resolve(Number.POSITIVE_INFINITY),
    async updateTags(updated, durations) {
      await tags.revalidate(updated, durations)
      readTags = tags.createReader()
    },
  }
}

/** Never rejects. An entry whose stream fails is not stored, nor is one that Next.js would never use again. */
async function readAndStore(
  cache: Cachetta<StoredEntry>,
  cacheKey: string,
  pendingEntry: Promise<UseCacheEntry>,
): Promise<void> {
  try {
    const { value, ...entry } = await pendingEntry
    if (entry.expire <= 0) return
    const bytes = new Uint8Array(await new Response(value).arrayBuffer())
    await storeEntry(cache, { ...entry, bytes }, cacheKey)
  } catch {
    // The request that computes the entry gets the error of its stream from Next.js.
  }
}

function createStream(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
}
