// The cache for functions. A cache is a function with the prototype of `Cachetta`, so it can be called. It does not extend
// `Function`, because a content security policy forbids that constructor.
//
//     in    options, and calls of the cache and its methods
//     out   caches, cached functions (wrap.ts, wrap-sync.ts), and the results of methods (entries.ts, invalidate.ts)
//     by    configuration.ts (parses the options), invocation.ts (tells the forms of a call apart), scope.ts (for one request)
//
// The functions that take a cache as their argument are in by-arguments.ts and by-hook-key.ts.

import { registerHandle } from '../engine/request/cache-handle.ts'
import { locationOf } from '../engine/store/location.ts'
import { describeValue } from '../errors.ts'
import { addressOf } from '../key/address.ts'
import type { PathFunction } from '../key/path.ts'
import { joinPath } from '../key/path.ts'
import { wrap } from './functions/wrap.ts'
import { wrapSync } from './functions/wrap-sync.ts'
import type { CachettaConstructor, Cachetta as CachettaInterface, SyncWrapper } from './interface.ts'
import { checkFn, parseInvocation } from './invocation.ts'
import { createCacheHandle } from './options/cache-handle.ts'
import type { Configuration } from './options/configuration.ts'
import {
  copyConfiguration,
  createConfiguration,
  findConfiguration,
  registerConfiguration,
  requireConfiguration,
  requireSyncStore,
} from './options/configuration.ts'
import { createScope } from './options/scope.ts'
import type { EntryInfo } from './verbs/entries.ts'
import { describeEntry, describeEntrySync, listEntryInfos, pruneEntries } from './verbs/entries.ts'
import {
  invalidateAll,
  invalidateAllSync,
  invalidateEntry,
  invalidateEntrySync,
  invalidateTags,
} from './verbs/invalidate.ts'
import { collectStats } from './verbs/stats.ts'

/** A cache of values of one type. */
export type Cachetta<Value = unknown> = CachettaInterface<Value>

/**
 * Creates a cache: over files in Node, IndexedDB in browsers, and memory elsewhere, also in Node with a DOM. It works with `new` and without.
 * @throws {InvalidOptionError} when an option is unknown or has a wrong value.
 * @throws {InvalidPathError} when `path` is empty or contains a NUL character.
 * @example
 * ```ts
 * import { Cachetta } from 'cachetta'
 *
 * const cache = new Cachetta({ path: './cache/users.json', duration: '1h' })
 *
 * const getUser = cache(fetchUser) // a cached function
 * const user = await getUser(1)
 *
 * class Directory {
 *   @cache({ path: './cache/directory.json' }) // a cached method, with a path of its own
 *   async find(id: number) {
 *     return fetchUser(id)
 *   }
 * }
 * ```
 */
export const Cachetta: CachettaConstructor = function Cachetta(options: unknown) {
  return createCache(createConfiguration(options))
} as unknown as CachettaConstructor // TypeScript has no type for a function that also works with `new`

export function createCache(configuration: Configuration): Cachetta {
  const cache = (...args: readonly unknown[]): unknown => invoke(configuration, args, wrap)
  Object.setPrototypeOf(cache, Cachetta.prototype)
  Object.assign(cache, configuration.settings)
  registerConfiguration(cache, configuration)
  registerHandle(cache, createCacheHandle(configuration))
  return Object.freeze(cache) as unknown as Cachetta // the lines above gave it the prototype and the settings
}

function createSyncWrapper(configuration: Configuration): SyncWrapper {
  const wrapper = (...args: readonly unknown[]): unknown => invoke(configuration, args, wrapSync)
  return wrapper as SyncWrapper // parseInvocation tells the overloads apart
}

/** Calls a cache (`wrapAs` is `wrap`), or its synchronous wrapper (`wrapSync`). */
function invoke(configuration: Configuration, args: readonly unknown[], wrapAs: typeof wrap): unknown {
  const invocation = parseInvocation(args)
  switch (invocation.kind) {
    case 'wrap':
      return wrapFunction(configuration, invocation, wrapAs)
    case 'decorate':
      checkFn(invocation.method)
      return wrapAs(createCache(configuration), invocation.method, { isMethod: true })
    case 'legacy decorate': {
      checkFn(invocation.method)
      const method = wrapAs(createCache(configuration), invocation.method, { isMethod: true })
      return { ...invocation.descriptor, value: method }
    }
    case 'copy': {
      const copy = copyConfiguration(configuration, invocation.overrides)
      return wrapAs === wrap ? createCache(copy) : createSyncWrapper(copy)
    }
  }
}

interface WrapArguments {
  readonly fn: unknown
  readonly overrides: unknown
}

function wrapFunction(configuration: Configuration, { fn, overrides }: WrapArguments, wrapAs: typeof wrap): unknown {
  checkFn(fn)
  return wrapAs(createCache(copyConfiguration(configuration, overrides)), fn, { isMethod: false })
}

type Methods = Omit<CachettaInterface, keyof Configuration['settings'] | keyof (() => void)>

/** The methods of all caches. `requireConfiguration` throws if `this` is not a cache. */
const methods: Methods & ThisType<unknown> = {
  wrap(fn: unknown, overrides?: unknown) {
    return wrapFunction(requireConfiguration(this), { fn, overrides }, wrap) as never // the interface has its type for each `fn`
  },
  wrapSync(fn: unknown, overrides?: unknown) {
    return wrapFunction(requireConfiguration(this), { fn, overrides }, wrapSync) as never // as above
  },
  get sync() {
    return createSyncWrapper(requireConfiguration(this))
  },
  scope() {
    return createCache(createScope(requireConfiguration(this)))
  },
  copy(overrides?: unknown) {
    return createCache(copyConfiguration(requireConfiguration(this), overrides)) as never // the interface has its type
  },
  at(...names: readonly unknown[]) {
    const configuration = requireConfiguration(this)
    const [first] = names
    const under = typeof first === 'function' ? (first as PathFunction) : (names as readonly string[]) // joinPath checks them
    return createCache(copyConfiguration(configuration, { path: joinPath(configuration.givenPath, under) }))
  },
  pathFor(...args) {
    const { engine, addressRule } = requireConfiguration(this)
    return locationOf(engine.reader, addressOf(addressRule, args))
  },
  invalidate: invalidateOfCache,
  clear: invalidateOfCache,
  async invalidateAll(options) {
    await invalidateAll(requireConfiguration(this), options)
  },
  async invalidateTags(...tags) {
    await invalidateTags(requireConfiguration(this), tags)
  },
  invalidateSync: invalidateOfCacheSync,
  clearSync: invalidateOfCacheSync,
  invalidateAllSync() {
    invalidateAllSync(requireConfiguration(this))
  },
  async exists(...args) {
    return (await describeEntryOf(this, args)).exists
  },
  async age(...args) {
    return (await describeEntryOf(this, args)).age
  },
  async info(...args) {
    return describeEntryOf(this, args)
  },
  existsSync(...args) {
    return describeEntryOfSync(this, args).exists
  },
  ageSync(...args) {
    return describeEntryOfSync(this, args).age
  },
  infoSync(...args) {
    return describeEntryOfSync(this, args)
  },
  entries(options) {
    return listEntryInfos(requireConfiguration(this), options)
  },
  async stats() {
    return collectStats(requireConfiguration(this))
  },
  async prune(options) {
    return pruneEntries(requireConfiguration(this), options)
  },
}

/** `console.log(cache)` in Node prints this one line, instead of the insides of the store. */
function describeCache(this: unknown): string {
  const configuration = findConfiguration(this)
  if (configuration === undefined) return 'Cachetta {}' // an object that inherits from a cache
  const { settings, spanFunctions } = configuration
  const { path, duration, staleDuration, staleIfError } = { ...settings, ...Object.fromEntries(spanFunctions ?? []) }
  const spans = Object.entries({ duration, staleDuration, staleIfError }).filter(([, span]) => span !== undefined)
  const text = spans.map(([name, span]) => `${name}: ${describeValue(span)}`).join(', ')
  const place = typeof path === 'string' ? JSON.stringify(path) : describeValue(path)
  return `Cachetta { path: ${place}, ${text}, store: ${settings.store.name} }`
}

async function invalidateOfCache(this: unknown, ...args: readonly unknown[]): Promise<void> {
  await invalidateEntry(requireConfiguration(this), args)
}

function invalidateOfCacheSync(this: unknown, ...args: readonly unknown[]): void {
  invalidateEntrySync(requireConfiguration(this), args)
}

async function describeEntryOf(cache: unknown, args: readonly unknown[]): Promise<EntryInfo> {
  const configuration = requireConfiguration(cache)
  return describeEntry(configuration, addressOf(configuration.addressRule, args))
}

function describeEntryOfSync(cache: unknown, args: readonly unknown[]): EntryInfo {
  const configuration = requireConfiguration(cache)
  requireSyncStore(configuration, 'infoSync')
  return describeEntrySync(configuration, addressOf(configuration.addressRule, args))
}

Object.setPrototypeOf(Cachetta.prototype, Function.prototype)
for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(methods))) {
  Object.defineProperty(Cachetta.prototype, name, { ...descriptor, enumerable: false })
}
for (const name of [Symbol.for('nodejs.util.inspect.custom'), 'toString']) {
  Object.defineProperty(Cachetta.prototype, name, { value: describeCache })
}
