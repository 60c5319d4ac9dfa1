import { engineOf } from '../../engine/create-engine.ts'
import type { Engine } from '../../engine/engine.ts'
import { createLruMemory } from '../../engine/memory/lru-memory.ts'
import type { Memory } from '../../engine/memory/memory.ts'
import type { Policy } from '../../engine/request/policy.ts'
import { createTombstones } from '../../engine/store/tombstones.ts'
import { allowedTypes, builtInTypes } from '../../entry/allowed-types.ts'
import { InvalidOptionError } from '../../errors.ts'
import { isUnder } from '../../key/address.ts'
import type { AddressRule } from '../../key/address-of.ts'
import type { Settings } from './settings.ts'
import { checkNames, settingsOf } from './settings.ts'

/** All that stands behind one cache, worked out once and never changed. */
export interface Configuration {
  /** The options as they were given: what a copy starts from. */
  readonly given: object
  readonly settings: Settings
  readonly engine: Engine
  readonly memory: Memory | undefined
  readonly policy: Policy
  readonly rule: AddressRule
  /** Of a scope: the engine of the cache that it is a observer of. */
  readonly origin?: Engine
}

/** What a copy shares with its original, where its own options allow. */
type ConfigurationOrigin = Pick<Configuration, 'engine'> & Partial<Configuration>

export function configure(given: unknown, origin?: ConfigurationOrigin): Configuration {
  checkNames(given)
  const settings = settingsOf(given)
  const engine = origin?.engine.store === settings.store ? origin.engine : engineOf(settings.store, { createTombstones })
  const configuration: Configuration = {
    given: { ...given },
    settings,
    engine,
    memory: memoryFor(settings, engine, origin),
    policy: policyOf(settings, origin),
    rule: { path: settings.path, key: settings.key, mixReceiver: !settings.skipThis },
  }
  noteTaggedBase(configuration, origin)
  return Object.freeze(configuration)
}

/** The configuration with some options changed: `undefined` inherits, `null` returns to the default. */
export function reconfigure(origin: Configuration, overrides: unknown): Configuration {
  if (overrides === undefined) return origin
  checkNames(overrides)
  const changes = Object.entries(overrides).filter(([, value]) => value !== undefined)
  return configure({ ...origin.given, ...Object.fromEntries(changes) }, origin)
}

/** The literal path under which all entries lie. Throws `InvalidOptionError` where a path function decides. */
export function baseOf(configuration: Configuration, verb: string): string {
  const { path } = configuration.settings
  if (typeof path === 'string') return path
  throw new InvalidOptionError(
    `${verb} needs a literal path to look under, and this cache has a path function; use tags, or at() on a cache with a literal path`,
  )
}

function memoryFor(settings: Settings, engine: Engine, origin: ConfigurationOrigin | undefined): Memory | undefined {
  if (settings.lruSize === undefined) return undefined
  if (origin?.memory && origin.engine === engine && origin.settings?.lruSize === settings.lruSize) return origin.memory
  const memory = createLruMemory(settings.lruSize)
  engine.lruMemories.add(new WeakRef(memory))
  return memory
}

function policyOf(settings: Settings, origin: ConfigurationOrigin | undefined): Policy {
  const { read, write, lock, duration, staleDuration = 0, staleIfError = 0, version } = settings
  return { read, write, lock, duration, staleDuration, staleIfError, version, types: typesOf(settings, origin) }
}

function typesOf({ allowedTypes: list }: Settings, origin: ConfigurationOrigin | undefined): Policy['types'] {
  if (list === undefined) return builtInTypes
  return list === origin?.settings?.allowedTypes && origin.policy ? origin.policy.types : allowedTypes(list)
}

/** Tags are looked for under every base of the process; one under another adds nothing. */
function noteTaggedBase(
  { settings: { path, tags }, engine }: Configuration,
  origin: ConfigurationOrigin | undefined,
): void {
  if (tags === undefined || typeof path !== 'string') return
  const above = origin?.settings
  const isCovered =
    above?.tags !== undefined && typeof above.path === 'string' && isUnder(above.path, { path, key: '', exact: true })
  if (!isCovered) engine.taggedBases.add(path)
}
