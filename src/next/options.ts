import type { Duration, Store } from 'cachetta'
import { Cachetta, getOrSet, InvalidOptionError, parseDuration, writeCache } from 'cachetta'
import type { TagState } from './tag-state.ts'
import type { TagTable } from './tag-table.ts'
import { createTagTable } from './tag-table.ts'

/** The options of `cacheHandlers`. */
export interface CacheHandlersOptions {
  /** The store that all instances of the application share, for example `redisStore({ client })` or `fileStore()`. */
  readonly store: Store
  /** The place of the entries in the store. With `fileStore()` it is a directory. @default 'next' */
  readonly path?: string
  /**
   * An entry is missing this long after it was stored, also if Next.js would use it longer. A number means milliseconds. Redis then
   * deletes the entry.
   * @default '30d'
   */
  readonly duration?: Duration
}

/** The options of `cacheHandler`. */
export interface CacheHandlerOptions extends CacheHandlersOptions {
  /** Instances with the same build id share pages. @default what `next build` wrote into the file `BUILD_ID` */
  readonly buildId?: string | undefined
}

/** What a handler works with. */
export interface HandlerParts<Stored> {
  /** Where the entries are stored. */
  readonly cache: Cachetta<Stored>
  /** When each tag was revalidated. */
  readonly tags: TagTable
}

interface HandlerRules<Stored> {
  /** The names of the options, besides the shared ones. */
  readonly options: readonly string[]
  /** The name of the handler, in messages. */
  readonly name: string
  /** How long Next.js may use a value, in seconds. `undefined` means without a limit. */
  readonly expireOf: (stored: Stored) => number | undefined
  /** Where the entries and the tags are stored, under the path of the options. */
  readonly places: { readonly entries: string; readonly tags: string }
}

/** The state of a tag is needed longer than the entries: a page is stored some time after its tags were compared. */
const TAG_MARGIN = 86_400_000

/**
 * Creates the parts of a handler.
 * @throws {InvalidOptionError} when an option is unknown or has a wrong value.
 */
export function createParts<Stored>(
  options: CacheHandlersOptions,
  { name, options: ownOptions, expireOf, places }: HandlerRules<Stored>,
): HandlerParts<Stored> {
  checkNames(options, name, ['store', 'path', 'duration', ...ownOptions])
  const { store, path = 'next', duration = '30d' } = options
  if (store === undefined) throw new InvalidOptionError(`store: ${name} needs the store that all instances share`)
  const longest = parseDuration(duration)
  const cache = new Cachetta<Stored>({
    path: `${path}/${places.entries}`,
    store,
    duration: (stored) => Math.min(longest, (expireOf(stored) ?? Number.POSITIVE_INFINITY) * 1_000),
  })
  // The result of a function is kept in the entry. So `prune()` of any cache over the path knows when the state may go.
  const tagCache = new Cachetta<TagState>({
    path: `${path}/${places.tags}`,
    store,
    duration: () => longest + TAG_MARGIN,
  })
  return { cache, tags: createTagTable(tagCache) }
}

/** Stores an entry. A value that the store refuses, for example because it is too large, is logged once and is not stored. */
export async function storeEntry(cache: Cachetta, stored: object, ...key: readonly string[]): Promise<void> {
  try {
    await writeCache(cache, stored, ...key)
  } catch {
    // A computed value is never lost to a failed write: the cache logs why it cannot store it.
    await getOrSet(cache.copy({ read: false, lock: false }), () => stored, ...key)
  }
}

function checkNames(options: object, name: string, names: readonly string[]): void {
  for (const option of Object.keys(options)) {
    if (names.includes(option)) continue
    throw new InvalidOptionError(`${option}: no option of ${name} has this name; the options are ${names.join(', ')}`)
  }
}
