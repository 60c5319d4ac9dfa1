import { hasLongTexts } from '#environment'
import type { CacheHandle } from '../../engine/request/cache-handle.ts'
import { handleOf } from '../../engine/request/cache-handle.ts'
import type { Duration } from '../../entry/duration.ts'
import { parseDuration } from '../../entry/duration.ts'
import { InvalidOptionError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import { idOf } from '../../key/address.ts'
import { typeOf } from '../../key/inspect-object.ts'
import { quotedText } from '../../key/primitive-text.ts'
import { initFocus, initReconnect, isOnline, isVisible } from './browser.ts'
import type { Fallback, ProviderOptions } from './options.ts'

/** The options that always have a value, because `hookDefaults` has one. */
type OptionWithDefault =
  | 'compare'
  | 'dedupingInterval'
  | 'errorRetryCount'
  | 'errorRetryInterval'
  | 'focusThrottleInterval'
  | 'initFocus'
  | 'initReconnect'
  | 'isOnline'
  | 'isPaused'
  | 'isVisible'
  | 'keepPreviousData'
  | 'loadingTimeout'
  | 'refreshInterval'
  | 'refreshWhenHidden'
  | 'refreshWhenOffline'
  | 'revalidateIfStale'
  | 'revalidateOnFocus'
  | 'revalidateOnReconnect'
  | 'shouldRetryOnError'
  | 'suspense'
  | 'use'

const intervals = ['dedupingInterval', 'errorRetryInterval', 'focusThrottleInterval', 'loadingTimeout'] as const

/** The intervals in milliseconds. */
export type Intervals = { readonly [Name in (typeof intervals)[number]]: number }

interface AllIntervals extends Intervals {
  /** The polling interval in milliseconds, or a function of the data that returns it. */
  readonly refreshInterval: number | ((data: unknown) => Duration)
}

type OptionsWithDefaults = AllIntervals & {
  readonly [Name in Exclude<OptionWithDefault, keyof AllIntervals>]-?: NonNullable<ProviderOptions<unknown>[Name]>
}

/** The options of one hook, after those of its provider and the defaults, and the cache that it uses. */
export type Config = Omit<ProviderOptions<unknown>, keyof AllIntervals | 'fallback'> &
  OptionsWithDefaults &
  InheritedFallback & {
    readonly handle: CacheHandle
    /** What the provider was given. Undefined without one. */
    readonly cache?: object | undefined
    /** The data of all forms of `fallback`, by `placeholderName` or by `sharedName`. */
    readonly placeholders?: ReadonlyMap<string, unknown> | undefined
  }

/** The option `fallback` of a config: the objects that its providers were given, as one. */
export interface InheritedFallback {
  /** Placeholders by name. Those that were given as lists are not in it. */
  readonly fallback?: Readonly<Record<string, unknown>> | undefined
}

/**
 * The one table of defaults. The cache supplies those of `duration`, `staleDuration`, `version`, `tags`, `condition`,
 * `schema` and `persist`. All other options have none.
 */
export const hookDefaults: OptionsWithDefaults = {
  compare: isEqual,
  dedupingInterval: 2_000,
  errorRetryCount: Number.POSITIVE_INFINITY,
  errorRetryInterval: 5_000,
  focusThrottleInterval: 5_000,
  initFocus,
  initReconnect,
  isOnline,
  isPaused: () => false,
  isVisible,
  keepPreviousData: false,
  loadingTimeout: 3_000,
  refreshInterval: 0,
  refreshWhenHidden: false,
  refreshWhenOffline: false,
  revalidateIfStale: true,
  revalidateOnFocus: true,
  revalidateOnReconnect: true,
  shouldRetryOnError: true,
  suspense: false,
  use: [],
}

/** The defaults of the options that only `useCachettaInfinite` has. */
export const listDefaults = {
  initialSize: 1,
  maxPages: Number.POSITIVE_INFINITY as number,
  parallel: false,
  persistSize: false,
  revalidateAll: false,
  revalidateFirstPage: true,
} as const

/**
 * Puts `options` over those of the parent. `undefined` inherits. Middleware and fallbacks are added to the parent's. Throws
 * `InvalidOptionError` for an interval that is no `Duration`, and for a `fallback` with wrong pairs.
 */
export function mergeConfig(parent: Config, options: ProviderOptions): Config {
  const given: Record<string, unknown> = definedOptions(options)
  const use = [...parent.use, ...(options.use ?? [])]
  for (const name of intervals) if (name in given) given[name] = parseDuration(given[name], name)
  const { refreshInterval } = given
  if (refreshInterval !== undefined && typeof refreshInterval !== 'function') {
    given['refreshInterval'] = parseDuration(refreshInterval, 'refreshInterval')
  }
  return { ...parent, ...given, use, ...mergeFallback(parent, options.fallback) }
}

const NO_PAIR = `fallback: ${hasLongTexts ? 'a list has pairs of a key and its data, [key, data]' : 'a list has pairs'}`

/** Returns nothing if a function of a provider returns the very object that it was given. */
function mergeFallback(
  { fallback, handle, placeholders }: Config,
  given: Fallback | undefined,
): Pick<Config, 'fallback' | 'placeholders'> | undefined {
  if (!given || given === fallback) return undefined
  const merged = new Map(placeholders)
  if (Array.isArray(given)) {
    for (const pair of given as unknown[]) {
      if (!Array.isArray(pair)) throw new InvalidOptionError(NO_PAIR)
      const [key, data]: readonly unknown[] = pair
      merged.set(nameKey(handle, key), data)
    }
    return { fallback, placeholders: merged }
  }
  // A name in an object may be a key that is a string, or a canonical text behind any cached function or none.
  for (const toName of [String, sharedName, quotedText]) {
    for (const [name, data] of Object.entries(given)) merged.set(toName(name), data)
  }
  return { fallback: { ...fallback, ...given }, placeholders: merged }
}

function nameKey(cache: CacheHandle, key: unknown): string {
  const args: readonly unknown[] = Array.isArray(key) ? key : [key]
  const fn = handleOf(args[0])
  const handle = fn ?? cache
  return placeholderName(handle, handle.addressOf(fn ? args.slice(1) : args))
}

/** The options without what is no option. */
export type VisibleOptions = Omit<Config, 'cache' | 'handle' | 'placeholders'>

/** Returns what an application may see of the config. */
export function visibleOptions({ cache, handle, placeholders, ...options }: Config): VisibleOptions {
  return options
}

/** Returns the name of a key in `placeholders`: its canonical text, or with a cached function in front the id of the entry. */
export function placeholderName({ fn }: CacheHandle, address: Address): string {
  return fn ? idOf(address) : address.key
}

/** Returns the name in `placeholders` for a canonical text with any cached function in front. No text contains a NUL. */
export function sharedName(text: string): string {
  return `\0${text}`
}

/** Returns the options that have a value. `undefined` is none, so it hides no other option. */
export function definedOptions<Options extends object>(options: Options | undefined): Partial<Options> {
  const defined = Object.entries(options ?? {}).filter(([, value]) => value !== undefined)
  return Object.fromEntries(defined) as Partial<Options> // the same options
}

/** Returns the polling interval in milliseconds. It may depend on the data. */
export function refreshIntervalFor({ refreshInterval }: Config, data: unknown): number {
  return typeof refreshInterval === 'function'
    ? parseDuration(refreshInterval(data), 'refreshInterval')
    : refreshInterval
}

/** Data that is nested deeper than this counts as different. The price is one render. */
const MAX_DEPTH = 100

/** Objects and the one from which each was found to differ last. All hooks of an entry compare the same two. */
const different = new WeakMap<object, object>()

/**
 * Compares data of the built-in types in depth. An object of any other class equals only itself. Maps and Sets are equal if they
 * have equal members in the same order, because a component may show that order.
 */
export function isEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (!isObject(one) || !isObject(other) || different.get(one) === other) return false
  const isSame = isDeepEqual(one, other, 0, new Map())
  if (!isSame) different.set(one, other)
  return isSame
}

function isDeepEqual(one: unknown, other: unknown, depth: number, compared: Map<object, object>): boolean {
  if (Object.is(one, other)) return true
  if (!isObject(one) || !isObject(other) || depth > MAX_DEPTH) return false
  const type = typeOf(one)
  if (type !== typeOf(other)) return false
  if (compared.get(one) === other) return true // a cycle, or a pair that occurs again: one difference anywhere is enough
  compared.set(one, other)
  const members = membersOf(one, type)
  if (!members) return false
  const others = membersOf(other, type) as ArrayLike<unknown> // it is of the same type
  if (members.length !== others.length) return false
  for (let index = 0; index < members.length; index++) {
    if (!isDeepEqual(members[index], others[index], depth + 1, compared)) return false
  }
  if (ArrayBuffer.isView(one)) return true // the keys of a view are its bytes
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isDeepEqual(one[key], other[key], depth + 1, compared))
  )
}

/** Returns what an object of a built-in type contains besides its own keys. Returns `undefined` for any other object. */
function membersOf(object: object, type: ReturnType<typeof typeOf>): ArrayLike<unknown> | undefined {
  if (type === 'Object' || type === null || type === 'Array') return []
  if (type === 'Map') return [...(object as Map<unknown, unknown>)].flat()
  if (type === 'Set') return [...(object as Set<unknown>)]
  if (type === 'Date') return [Number(object)]
  if (type === 'URL' || type === 'RegExp') return [String(object), Reflect.get(object, 'lastIndex')]
  if (type === 'ArrayBuffer') return new Uint8Array(object as ArrayBuffer)
  if (ArrayBuffer.isView(object)) return new Uint8Array(object.buffer, object.byteOffset, object.byteLength)
  if (!/Error$/.test(String(type))) return undefined
  return ['name', 'message', 'cause', 'errors'].map((name) => Reflect.get(object, name))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
