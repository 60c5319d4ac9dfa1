import type { EntrySpans } from '../../entry/entry.ts'
import { describeValue, InvalidOptionError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import type { Engine } from '../engine.ts'
import type { Memory, MemoryEntry } from '../memory/memory.ts'
import type { Policy } from './policy.ts'

/** The inside of a cache or of a cached function. Hooks, server pages and functions by key work through it. */
export interface CacheHandle {
  readonly engine: Engine
  /** Only for a scope: the engine of the cache that it belongs to. */
  readonly origin?: Engine
  readonly memory: Memory | undefined
  /** What `CachettaHydration` passed to this part of the page, by id. */
  readonly hydrated?: ReadonlyMap<string, MemoryEntry> | undefined
  /** The policy for hooks and functions by key: `HOOK_FRESHNESS`, and over it the spans that the cache was given. */
  readonly policy: Policy
  /** The literal path above all entries. Undefined if a path function names them that `at()` has not made. */
  readonly base: string | undefined
  /** True if a path function names the entries, also if there is a base above them. */
  readonly isExact?: boolean
  /** Makes a relative path absolute. Undefined if paths stay as they are. */
  readonly resolvePath?: ((path: string) => string) | undefined
  /** Throws `InvalidKeyError` or `InvalidPathError`. */
  addressOf(args: readonly unknown[]): Address
  shouldStore(value: unknown, args: readonly unknown[]): boolean | Promise<boolean>
  tagsOf(value: unknown, args: readonly unknown[]): readonly string[]
  /** Undefined if all spans of the cache are constant. */
  readonly spansOf?: ((value: unknown, args: readonly unknown[]) => EntrySpans) | undefined
  /** The original of a cached function. */
  readonly fn?: (...args: readonly unknown[]) => unknown
}

/**
 * A member of the cache, not a `WeakMap`: a server makes a scope for each request, and V8 frees what a `WeakMap` leads to only in its
 * slow collections of garbage. A function, so that Node prints nothing of what is behind it.
 */
const HANDLE = Symbol()

/** Connects a cache or a cached function to its handle. */
export function registerHandle(cacheOrFunction: object, handle: CacheHandle): void {
  Object.defineProperty(cacheOrFunction, HANDLE, { value: () => handle })
}

/** Returns the handle of a cache or a cached function, `undefined` for anything else. */
export function handleOf(value: unknown): CacheHandle | undefined {
  return typeof value === 'function' ? Reflect.get(value, HANDLE)?.() : undefined
}

/** Returns the handle of a cache or a cached function. Throws `InvalidOptionError` for anything else. */
export function requireHandle(value: unknown): CacheHandle {
  const handle = handleOf(value)
  if (handle) return handle
  throw new InvalidOptionError(`cache: ${describeValue(value)} was given; accepted is a Cachetta`)
}
