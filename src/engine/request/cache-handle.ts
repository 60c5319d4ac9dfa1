import type { Address } from '../../key/address.ts'
import type { Engine } from '../engine.ts'
import type { Memory, MemoryEntry } from '../memory/memory.ts'
import type { Policy } from './policy.ts'

/** What stands behind a cache or a cached function, for whoever asks through it: a hook, a page on a server. */
export interface CacheHandle {
  readonly engine: Engine
  /** Of a scope: the engine of the cache that it is a observer of. */
  readonly origin?: Engine
  readonly memory: Memory | undefined
  /** What the server handed to this part of the page, by id: what it rendered, and the browser hydrates. */
  readonly hydrated?: ReadonlyMap<string, MemoryEntry> | undefined
  /** For whoever asks by a key and wishes nothing else: `SHOWN`, and over it the spans that were given on purpose. */
  readonly policy: Policy
  /** The literal path under which the entries lie; absent where a path function names them. */
  readonly base: string | undefined
  /** Throws `InvalidKeyError` or `InvalidPathError`. */
  addressOf(args: readonly unknown[]): Address
  shouldStore(value: unknown, args: readonly unknown[]): boolean | Promise<boolean>
  tagsOf(value: unknown, args: readonly unknown[]): readonly string[]
  /** The original of a cached function. */
  readonly fn?: (...args: readonly unknown[]) => unknown
}

const handles = new WeakMap<object, CacheHandle>()

/** Introduces a cache or a cached function. */
export function registerHandle(thing: object, handle: CacheHandle): void {
  handles.set(thing, handle)
}

/** What stands behind it; `undefined` for anything that is neither a cache nor a cached function. */
export function handleOf(thing: unknown): CacheHandle | undefined {
  return typeof thing === 'function' ? handles.get(thing) : undefined
}
