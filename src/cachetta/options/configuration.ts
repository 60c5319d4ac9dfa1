// The inside of a cache: its options after parsing, and the parts of the engine that they choose. A cache itself is a frozen
// function; its methods find the configuration by the cache.

import { hasLongTexts } from '#environment'
import type { EngineParts } from '../../engine/create-engine.ts'
import { engineOf } from '../../engine/create-engine.ts'
import type { Engine } from '../../engine/engine.ts'
import { createLruMemory, joinMemories } from '../../engine/memory/lru-memory.ts'
import type { Memory } from '../../engine/memory/memory.ts'
import type { Policy } from '../../engine/request/policy.ts'
import { createCheckedReader } from '../../engine/store/check-stored.ts'
import { createTombstones } from '../../engine/store/tombstones.ts'
import { builtInTypes, createAllowedTypes } from '../../entry/allowed-types.ts'
import { describeValue, InvalidOptionError } from '../../errors.ts'
import type { AddressRule } from '../../key/address.ts'
import { isUnder } from '../../key/address.ts'
import type { Path } from '../../key/path.ts'
import type { Store } from '../../store/store.ts'
import { createKeepAlive } from './keep-alive.ts'
import type { Settings } from './settings.ts'
import { checkOptionNames, parseSettings } from './settings.ts'
import type { SpanFunctions } from './spans.ts'
import { selectSpanFunctions } from './spans.ts'

/** The inside of one cache. It is created once and never changes. */
export interface Configuration {
  /** The options as they were given. A copy starts from them. */
  readonly options: object
  readonly settings: Settings
  /** The path as it was given. `at()` extends it. */
  readonly givenPath: Path
  /** Makes a relative path absolute, from the directory in which the process worked when the cache was made. */
  readonly resolvePath: ((path: string) => string) | undefined
  readonly engine: Engine
  readonly memory: Memory | undefined
  readonly policy: Policy
  /** The spans that were given as functions. Undefined if there are none. */
  readonly spanFunctions: SpanFunctions | undefined
  readonly addressRule: AddressRule
  /** Only for a scope: the engine of the cache that it belongs to. */
  readonly origin?: Engine
}

/** The configuration that a copy starts from. The copy uses its engine, memory and types if its own options allow that. */
type Parent = Pick<Configuration, 'engine'> & Partial<Configuration>

const taggedBases = new WeakMap<Engine, Set<string>>()

/** Returns the literal paths of all caches with tags over this engine. Under them lies what `invalidateTags` has to find. */
export function taggedBasesOf(engine: Engine): Set<string> {
  const bases = taggedBases.get(engine) ?? new Set()
  taggedBases.set(engine, bases)
  return bases
}

/** The parts of an engine over any store: it may fail to delete, and return anything. */
export function createEngineParts(store: Store): EngineParts {
  return { reader: createCheckedReader(store), tombstones: createTombstones(store) }
}

/** Creates the configuration of a cache. Throws `InvalidOptionError` or `InvalidPathError`. */
export function createConfiguration(options: unknown, parent?: Parent): Configuration {
  checkOptionNames(options)
  const parsed = parseSettings(options)
  const hasSameStore = parent?.settings?.store === parsed.store
  const resolvePath = hasSameStore ? parent.resolvePath : parsed.store.createPathResolver?.()
  const { path: givenPath } = parsed
  const settings = {
    ...parsed,
    path: typeof givenPath === 'string' ? (resolvePath?.(givenPath) ?? givenPath) : givenPath,
  }
  const engine = parent?.engine.store === settings.store ? parent.engine : engineOf(settings.store, createEngineParts)
  const configuration: Configuration = {
    options: { ...options },
    settings,
    givenPath,
    resolvePath,
    engine,
    memory: resolveMemory(settings, engine, parent),
    policy: resolvePolicy(settings, parent),
    spanFunctions: selectSpanFunctions(options),
    addressRule: {
      path: settings.path,
      ...(typeof givenPath === 'string' && givenPath !== settings.path && { givenPath }),
      resolvePath,
      key: settings.key,
      includeReceiver: !settings.skipThis,
    },
  }
  registerTaggedBase(configuration, parent)
  return Object.freeze(configuration)
}

/** Creates a configuration with some options changed: `undefined` inherits, `null` returns to the default. */
export function copyConfiguration(parent: Configuration, overrides: unknown): Configuration {
  if (overrides === undefined) return parent
  checkOptionNames(overrides)
  // The default store is inherited, too, because it may be another one by now.
  const inherited = { store: parent.settings.store, ...definedIn(parent.options) }
  return createConfiguration({ ...inherited, ...definedIn(overrides) }, parent)
}

function definedIn(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}

const CONFIGURATION = Symbol() // a member, for the reason of `HANDLE` in cache-handle.ts

/** Connects a cache to its configuration. */
export function registerConfiguration(cache: object, configuration: Configuration): void {
  Object.defineProperty(cache, CONFIGURATION, { value: () => configuration })
}

/** Returns the configuration of a cache, `undefined` for anything else. */
export function findConfiguration(cache: unknown): Configuration | undefined {
  return typeof cache === 'function' ? Reflect.get(cache, CONFIGURATION)?.() : undefined
}

/** Returns the configuration of a cache. Throws `InvalidOptionError` for anything else. */
export function requireConfiguration(cache: unknown): Configuration {
  const configuration = findConfiguration(cache)
  if (configuration !== undefined) return configuration
  throw new InvalidOptionError(
    `cache: ${describeValue(cache)} was given${hasLongTexts ? '; accepted is a Cachetta, with its methods called on it: cache.copy()' : ''}`,
  )
}

/** Returns the literal path above all entries. Throws `InvalidOptionError` if a path function names them. */
export function requireBase(configuration: Configuration, verb: string): string {
  const { path } = configuration.settings
  if (typeof path === 'string') return path
  throw new InvalidOptionError(
    `${verb} needs a literal path${hasLongTexts ? ', and this cache has a path function; use tags, or at() on a cache with a literal path' : ''}`,
  )
}

/** Throws `InvalidOptionError` if the store has only asynchronous methods. */
export function requireSyncStore({ engine, settings }: Configuration, verb: string): void {
  if (engine.store.sync !== undefined) return
  throw new InvalidOptionError(
    `${verb}: the ${settings.store.name} store cannot be used synchronously${hasLongTexts ? '; use the asynchronous form' : ''}`,
  )
}

function resolveMemory(settings: Settings, engine: Engine, parent: Parent | undefined): Memory | undefined {
  if (settings.lruSize === undefined) return undefined
  const { lruSize, schema } = parent?.settings ?? {}
  const isShared = parent?.engine === engine && lruSize === settings.lruSize && schema === settings.schema
  if (isShared && parent.memory) return parent.memory
  const memory = createLruMemory(settings.lruSize, (evicted) => engine.emit?.('evicted', evicted))
  joinMemories(engine.memories, memory)
  return memory
}

function resolvePolicy(settings: Settings, parent: Parent | undefined): Policy {
  const {
    read,
    write,
    lock,
    timeout,
    duration,
    staleDuration = 0,
    staleIfError = 0,
    version,
    schema,
    waitUntil,
  } = settings
  const types = resolveTypes(settings, parent)
  const keepAlive = waitUntil && createKeepAlive(waitUntil)
  return { keepAlive, read, write, lock, timeout, duration, staleDuration, staleIfError, version, schema, types }
}

function resolveTypes({ allowedTypes: list }: Settings, parent: Parent | undefined): Policy['types'] {
  if (list === undefined) return builtInTypes
  return list === parent?.settings?.allowedTypes && parent.policy ? parent.policy.types : createAllowedTypes(list)
}

/**
 * Registers the base of a cache with tags, because `invalidateTags` searches the bases of all such caches of the process. A base
 * under the base of the parent adds nothing to that search.
 */
function registerTaggedBase({ settings: { path, tags }, engine }: Configuration, parent: Parent | undefined): void {
  if (tags === undefined || typeof path !== 'string') return
  const above = parent?.settings
  const isCovered =
    above?.tags !== undefined && typeof above.path === 'string' && isUnder(above.path, { path, key: '', exact: true })
  if (!isCovered) taggedBasesOf(engine).add(path)
}
