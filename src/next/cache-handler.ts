// The option `cacheHandler` of next.config: pages, responses of route handlers, `fetch`, `unstable_cache`, and images. Next.js makes an
// instance for each request, and compares ages itself. This file compares tags:
//
//     a tag expired after the value began   the value is missing, and the request waits for a new one
//     a tag became stale since then         the request gets the value, and Next.js revalidates it in the background

import { lookup } from 'cachetta'
import { createBuildIdReader } from './build-id.ts'
import { readClock } from './clock.ts'
import type {
  NextCacheContext,
  NextCacheControl,
  NextCacheHandler,
  NextCacheValue,
  NextReadContext,
  NextWriteContext,
  RevalidationProfile,
} from './next-types.ts'
import type { CacheHandlerOptions, HandlerParts } from './options.ts'
import { createParts, storeEntry } from './options.ts'
import { judgeByTags } from './tag-state.ts'
import type { TagReader } from './tag-table.ts'

/** The class that the option `cacheHandler` of Next.js expects. */
export type NextCacheHandlerClass = new (context: NextCacheContext) => NextCacheHandler

/** A value as it is stored. */
interface StoredValue {
  readonly value: object | null
  /** When its computation began, in epoch milliseconds. A tag that was revalidated since then applies to it. */
  readonly beganAt: number
  /** When it was stored, in epoch milliseconds. */
  readonly lastModified: number
  readonly tags: readonly string[]
  readonly cacheControl?: NextCacheControl
}

interface SharedParts extends HandlerParts<StoredValue> {
  readonly readBuildId: (context: NextCacheContext) => Promise<string | null>
}

/**
 * Creates the class for the option `cacheHandler` of Next.js. All instances of an application that share the store also share their
 * pages, responses, `fetch` and `unstable_cache`, and a revalidation in one of them shows in all at the next request.
 *
 * If the store fails, values are missing: a page is rendered, and the log has one line.
 *
 * @throws {InvalidOptionError} when `store` is missing, or an option is unknown or has a wrong value.
 * @example
 * ```ts
 * // cache-handler.mjs: the file that `cacheHandler` in next.config names
 * import { cacheHandler } from 'cachetta/next'
 * import { redisStore } from 'cachetta/redis'
 * import { createClient } from 'redis'
 *
 * const client = createClient({ url: process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379' })
 * client.on('error', () => {}) // it connects again by itself
 * client.connect().catch(() => {})
 *
 * export default cacheHandler({ store: redisStore({ client }) })
 * ```
 */
export function cacheHandler(options: CacheHandlerOptions): NextCacheHandlerClass {
  const parts: SharedParts = {
    ...createParts<StoredValue>(options, {
      name: 'cacheHandler',
      options: ['buildId'],
      expireOf: ({ cacheControl }) => cacheControl?.expire,
      places: { entries: 'entries', tags: 'tags' },
    }),
    readBuildId: createBuildIdReader(options.buildId),
  }
  return class CachettaCacheHandler extends SharedCacheHandler {
    constructor(context: NextCacheContext) {
      super(parts, context)
    }
  }
}

class SharedCacheHandler implements NextCacheHandler {
  readonly #parts: SharedParts
  readonly #context: NextCacheContext
  /** When each value was looked for. Its computation begins after that. */
  readonly #lookedForAt = new Map<string, number>()
  #readTags: TagReader

  constructor(parts: SharedParts, context: NextCacheContext) {
    this.#parts = parts
    this.#context = context
    this.#readTags = parts.tags.createReader()
  }

  async get<Value>(key: string, context: NextReadContext): Promise<NextCacheValue<Value> | null> {
    const now = readClock()
    if (context.kind !== 'IMAGE' && !this.#lookedForAt.has(key)) this.#lookedForAt.set(key, now)
    const found = await this.#find(key, context, now).catch(() => null) // the states of its tags could not be read
    // The cast: Next.js looks for a value under the key under which it stored one of this type.
    return found as NextCacheValue<Value> | null
  }

  async #find(key: string, context: NextReadContext, now: number): Promise<NextCacheValue<object> | null> {
    const fullKey = await this.#toFullKey(key, context.kind)
    if (fullKey === undefined) return null
    const [found, ownStates] = await Promise.all([
      lookup(this.#parts.cache, ...fullKey),
      this.#readTags([...(context.tags ?? []), ...(context.softTags ?? [])]),
    ])
    if (!found.hit) return null
    const states = [...ownStates, ...(await this.#readTags(found.value.tags))]
    const verdict = judgeByTags(states, found.value.beganAt, now)
    if (verdict === 'expired') return null
    return verdict === 'stale' ? toStaleValue(found.value, context, now) : toNextValue(found.value)
  }

  async set(key: string, value: object | null, context: NextWriteContext): Promise<void> {
    const now = readClock()
    const beganAt = this.#lookedForAt.get(key) ?? now
    this.#lookedForAt.delete(key)
    const fullKey = await this.#toFullKey(key, context.fetchCache ? 'FETCH' : context.kind)
    if (fullKey === undefined) return
    const { cacheControl } = context
    const tags = tagsOf(value, context)
    await storeEntry(
      this.#parts.cache,
      { value, beganAt, lastModified: now, tags, ...(cacheControl && { cacheControl }) },
      ...fullKey,
    )
  }

  async revalidateTag(tags: string | string[], durations?: RevalidationProfile): Promise<void> {
    await this.#parts.tags.revalidate([tags].flat(), durations)
    this.resetRequestCache()
  }

  resetRequestCache(): void {
    this.#readTags = this.#parts.tags.createReader()
  }

  /**
   * A page names the scripts of its build, so each build has its own pages. Data and images belong to all builds. Returns `undefined` if
   * the build is unknown: the page is then neither stored nor found.
   */
  async #toFullKey(key: string, kind: string | undefined): Promise<readonly string[] | undefined> {
    if (kind === 'FETCH' || kind === 'IMAGE') return [kind, key]
    const buildId = await this.#parts.readBuildId(this.#context)
    return buildId === null ? undefined : ['PAGE', buildId, key]
  }
}

/** A `fetch` has its tags beside the value, a page or response in a header. */
function tagsOf(value: object | null, { fetchCache, tags = [] }: NextWriteContext): readonly string[] {
  if (fetchCache) return tags
  const { headers }: { headers?: Record<string, unknown> } = Object(value)
  const header = headers?.['x-next-cache-tags']
  return typeof header === 'string' ? header.split(',') : []
}

function toNextValue({ value, lastModified, cacheControl }: StoredValue): NextCacheValue<object> {
  return { value, lastModified, ...(cacheControl && { cacheControl }) }
}

/**
 * Next.js has no field that says that a value is stale. So the value gets an instant at which its revalidation is due. A page that is
 * never revalidated by age gets an age for that.
 */
function toStaleValue(stored: StoredValue, context: NextReadContext, now: number): NextCacheValue<object> {
  const { value, cacheControl } = stored
  if (context.kind === 'FETCH') {
    const { revalidate: ownRevalidate }: { revalidate?: number } = Object(value)
    return { value, lastModified: dueAt(now, context.revalidate || ownRevalidate || 1) }
  }
  const revalidate = cacheControl?.revalidate || 1
  return {
    value,
    lastModified: dueAt(now, revalidate),
    cacheControl: { expire: undefined, ...cacheControl, revalidate },
  }
}

/** The instant at which a value was stored whose revalidation is due since a millisecond. */
function dueAt(now: number, revalidateSeconds: number): number {
  return now - revalidateSeconds * 1_000 - 1
}
