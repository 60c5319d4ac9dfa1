// The handle for functions. A cache is a function with Cachetta's prototype: callable without extending Function, whose
// constructor a content security policy forbids. What a call means is told apart in invocation.ts.

import { registerHandle } from '../engine/request/cache-handle.ts'
import { locationOf } from '../engine/store/location.ts'
import { InvalidOptionError, shown } from '../errors.ts'
import { addressOf } from '../key/address-of.ts'
import { pathAt } from '../key/at.ts'
import type { PathFunction } from '../key/path.ts'
import { wrap } from './functions/wrap.ts'
import { wrapSync } from './functions/wrap-sync.ts'
import type { CachettaConstructor, Cachetta as CachettaInterface, SyncWrapper } from './interface.ts'
import { checkFn, invocationOf } from './invocation.ts'
import { createCacheHandle } from './options/cache-handle.ts'
import type { Configuration } from './options/configuration.ts'
import { configure, reconfigure } from './options/configuration.ts'
import { createScope } from './options/scope.ts'
import { entriesOf, infoOf, infoOfSync, pruneEntries } from './verbs/entries.ts'
import {
  invalidateArguments,
  invalidateArgumentsSync,
  invalidateBase,
  invalidateBaseSync,
  invalidateTagged,
} from './verbs/invalidate.ts'

export type Cachetta<Value = unknown> = CachettaInterface<Value>

/**
 * A cache, over files in Node, IndexedDB in browsers and memory elsewhere: `new Cachetta({ path: './cache/users.json' })`, `new` or not.
 * @throws {InvalidOptionError} for an unknown option, or a value that an option does not take.
 * @throws {InvalidPathError} for a path that is none.
 */
export const Cachetta: CachettaConstructor = function Cachetta(options: unknown) {
  return cacheOf(configure(options))
} as unknown as CachettaConstructor // a plain function can be called both ways, which no class can

const configurations = new WeakMap<object, Configuration>()

/** What stands behind a cache. Throws `InvalidOptionError` for anything that is none. */
export function configurationOf(cache: unknown): Configuration {
  const configuration = typeof cache === 'function' ? configurations.get(cache) : undefined
  if (configuration !== undefined) return configuration
  throw new InvalidOptionError(
    `cache: ${shown(cache)} was given; accepted is a Cachetta, whose methods are called on it: cache.copy()`,
  )
}

export function cacheOf(configuration: Configuration): Cachetta {
  const cache = (...args: readonly unknown[]): unknown => invoke(configuration, args, wrap)
  Object.setPrototypeOf(cache, Cachetta.prototype)
  Object.assign(cache, configuration.settings)
  configurations.set(cache, configuration)
  registerHandle(cache, createCacheHandle(configuration))
  return Object.freeze(cache) as unknown as Cachetta // it has been given the prototype and all properties
}

function syncWrapperOf(configuration: Configuration): SyncWrapper {
  const wrapper = (...args: readonly unknown[]): unknown => invoke(configuration, args, wrapSync)
  return wrapper as SyncWrapper // invocationOf tells the overloads apart
}

function invoke(configuration: Configuration, args: readonly unknown[], wrapAs: typeof wrap): unknown {
  const invocation = invocationOf(args)
  const method = { isMethod: true }
  switch (invocation.meaning) {
    case 'wrap':
      return wrapped(configuration, invocation.fn, invocation.overrides, wrapAs)
    case 'decorate':
      return wrapAs(cacheOf(configuration), configuration, invocation.method, method)
    case 'decorate by descriptor':
      return {
        ...invocation.descriptor,
        value: wrapAs(cacheOf(configuration), configuration, invocation.method, method),
      }
    case 'configure': {
      const own = reconfigure(configuration, invocation.overrides)
      return wrapAs === wrap ? cacheOf(own) : syncWrapperOf(own)
    }
  }
}

function wrapped(configuration: Configuration, fn: unknown, overrides: unknown, wrapAs: typeof wrap): unknown {
  checkFn(fn)
  const own = reconfigure(configuration, overrides)
  return wrapAs(cacheOf(own), own, fn, { isMethod: false })
}

type Methods = Omit<CachettaInterface, keyof Configuration['settings'] | keyof (() => void)>

/** Each works on the cache that it is called on, and `configurationOf` says so where it is called on none. */
const methods: Methods & ThisType<unknown> = {
  wrap(fn: unknown, overrides?: unknown) {
    return wrapped(configurationOf(this), fn, overrides, wrap) as never // typed by the interface, function by function
  },
  wrapSync(fn: unknown, overrides?: unknown) {
    return wrapped(configurationOf(this), fn, overrides, wrapSync) as never // as above
  },
  get sync() {
    return syncWrapperOf(configurationOf(this))
  },
  scope() {
    return cacheOf(createScope(configurationOf(this)))
  },
  copy(overrides?: unknown) {
    return cacheOf(reconfigure(configurationOf(this), overrides))
  },
  at(...under: readonly unknown[]) {
    const configuration = configurationOf(this)
    const [first] = under
    const named = typeof first === 'function' ? (first as PathFunction) : (under as readonly string[]) // pathAt checks them
    return cacheOf(reconfigure(configuration, { path: pathAt(configuration.settings.path, named) }))
  },
  pathFor(...args) {
    const { engine, rule } = configurationOf(this)
    return locationOf(engine.store, addressOf(rule, args))
  },
  invalidate: forgetEntry,
  clear: forgetEntry,
  async invalidateAll() {
    await invalidateBase(configurationOf(this))
  },
  async invalidateTags(...tags) {
    await invalidateTagged(configurationOf(this), tags)
  },
  invalidateSync: forgetEntrySync,
  clearSync: forgetEntrySync,
  invalidateAllSync() {
    invalidateBaseSync(configurationOf(this))
  },
  async exists(...args) {
    return (await infoOf(configurationOf(this), args)).exists
  },
  async age(...args) {
    return (await infoOf(configurationOf(this), args)).age
  },
  async info(...args) {
    return infoOf(configurationOf(this), args)
  },
  existsSync(...args) {
    return infoOfSync(configurationOf(this), args).exists
  },
  ageSync(...args) {
    return infoOfSync(configurationOf(this), args).age
  },
  infoSync(...args) {
    return infoOfSync(configurationOf(this), args)
  },
  entries() {
    return entriesOf(configurationOf(this))
  },
  async prune() {
    return pruneEntries(configurationOf(this))
  },
}

async function forgetEntry(this: unknown, ...args: readonly unknown[]): Promise<void> {
  await invalidateArguments(configurationOf(this), args)
}

function forgetEntrySync(this: unknown, ...args: readonly unknown[]): void {
  invalidateArgumentsSync(configurationOf(this), args)
}

Object.setPrototypeOf(Cachetta.prototype, Function.prototype)
for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(methods))) {
  Object.defineProperty(Cachetta.prototype, name, { ...descriptor, enumerable: false })
}
