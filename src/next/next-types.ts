// The parts of the interfaces of Next.js that the handlers use. They are written down here, so that this package does not need Next.js.

/** What Next.js passes to the constructor of a handler. */
export interface NextCacheContext {
  /** The folder of the built server, for example `.next/server`. */
  readonly serverDistDir?: string
  /** The file system, to read the build id. */
  readonly fs?: { readFile(path: string, encoding: 'utf8'): Promise<string> }
}

/** What Next.js says about a value that it looks for. */
export interface NextReadContext {
  /** `'FETCH'` for `fetch` and `unstable_cache`, `'IMAGE'` for images, else the kind of the route. */
  readonly kind: string
  /** The tags of a `fetch`. */
  readonly tags?: readonly string[]
  /** The tags of the path that is rendered, for `revalidatePath`. */
  readonly softTags?: readonly string[]
  /** The age in seconds from which on a `fetch` is stale. */
  readonly revalidate?: number | false
}

/** What Next.js says about a value that it stores. */
export interface NextWriteContext {
  /** The kind of the route, or `'IMAGE'`. */
  readonly kind?: string
  /** `true`: the value is that of a `fetch` or of `unstable_cache`. */
  readonly fetchCache?: boolean
  /** The tags of a `fetch`. */
  readonly tags?: readonly string[]
  /** How long a response is used. */
  readonly cacheControl?: NextCacheControl
}

/** How long Next.js uses a response, in seconds. */
export interface NextCacheControl {
  /** From this age on, the response is stale. `false` means never. */
  revalidate: number | false
  /** From this age on, the response is missing. `undefined` means never. */
  expire: number | undefined
}

/** What a handler gives to Next.js. */
export interface NextCacheValue<Value> {
  /** The value that Next.js stored. `null` stands for a page that was not found. */
  value: Value | null
  /** When the value was stored, in epoch milliseconds. A value that is stale by a tag gets an earlier instant. */
  lastModified: number
  /** How long the response is used. Absent for a `fetch`. */
  cacheControl?: NextCacheControl
}

/** A handler of one request, as the option `cacheHandler` of Next.js expects it. */
export interface NextCacheHandler {
  /** Returns a value that Next.js may still use, or `null`. The type of the value is that of the value which was stored. */
  get<Value>(key: string, context: NextReadContext): Promise<NextCacheValue<Value> | null>
  /** Stores a value. */
  set(key: string, value: object | null, context: NextWriteContext): Promise<void>
  /** Makes the values with a tag missing, or with `durations` stale, in all instances. */
  revalidateTag(tags: string | string[], durations?: RevalidationProfile): Promise<void>
  /** Next.js calls it before a request: what is known about tags is read again. */
  resetRequestCache(): void
}

/** The part of a profile of `cacheLife` that `revalidateTag(tag, profile)` passes on. */
export interface RevalidationProfile {
  /** For this long, in seconds, a value may be used while it is revalidated. @default no limit */
  readonly expire?: number
}

/** An entry of `use cache`. */
export interface UseCacheEntry {
  /** The value, serialized. It can be read once. */
  value: ReadableStream<Uint8Array>
  /** The tags of the entry, without those of the path that is rendered. */
  tags: string[]
  /** For this long a browser uses the entry, in seconds. */
  stale: number
  /** When the computation began, in epoch milliseconds. */
  timestamp: number
  /** From this age on, the entry is missing, in seconds. */
  expire: number
  /** From this age on, the entry is stale, in seconds. Below 0, it is stale now. */
  revalidate: number
}

/** A handler as the option `cacheHandlers` of Next.js expects it. */
export interface UseCacheHandler {
  /** Returns an entry that Next.js may still use. Waits for a `set` of it. */
  get(cacheKey: string, softTags: string[]): Promise<UseCacheEntry | undefined>
  /** Reads an entry to its end and stores it. */
  set(cacheKey: string, pendingEntry: Promise<UseCacheEntry>): Promise<void>
  /** Next.js calls it once for each request: what is known about tags is read again. */
  refreshTags(): Promise<void>
  /** Resolves with `Infinity`: `get` compares the tags of the path itself. */
  getExpiration(tags: string[]): Promise<number>
  /** Makes the entries with a tag missing, or with `durations` stale, in all instances. */
  updateTags(tags: string[], durations?: RevalidationProfile): Promise<void>
}
