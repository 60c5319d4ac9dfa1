// What a caller asks the engine for. Each type builds on one other:
//
//   EntryRequest → MutationTarget → ComputeRequest                 a call of a cached function
//                                 → KeyRequest → HookQuery         a render of a hook (`KeyRequest`: resolve-key.ts)

import type { EntrySpans } from '../../entry/entry.ts'
import type { Signal } from '../../key/abort-signal.ts'
import type { Address } from '../../key/address.ts'
import type { Memory } from '../memory/memory.ts'
import type { Policy } from './policy.ts'

/** Which entry, and the policy that judges it. */
export interface EntryRequest {
  readonly address: Address
  /** The address as one string, for maps. */
  readonly id: string
  readonly policy: Policy
  /** Where the entry is kept in this process. Undefined for a cache without memory. */
  readonly memory: Memory | undefined
  /** The hook's key as it was given. */
  readonly key?: unknown
  /** The `CacheHandle` that the key belongs to. An `object` here, because handles know requests. */
  readonly handle?: object
  /** True if each tab has a value of its own, in the default memory. The store keeps the one that was written last. */
  readonly isPerTab?: boolean
}

/** An entry that can be written. */
export interface MutationTarget extends EntryRequest {
  /** Returns the tags of a value, from the `tags` option. May throw. */
  tagsOf(value: unknown): readonly string[]
  /** Calls the functions that were given as spans. May throw. Undefined if all spans of the cache are constant. */
  readonly spansOf?: ((value: unknown) => EntrySpans) | undefined
}

/** An entry that can be computed. */
export interface ComputeRequest extends MutationTarget {
  /** Runs the function or the fetcher. */
  run(context: ComputeContext): unknown
  /** The function of the user. Undefined for a fetcher, which is another function in each render. */
  readonly fn?: ((...args: never[]) => unknown) | undefined
  /** The caller, if it may stop to wait before the value is there. */
  readonly caller?: Caller | undefined
  /** True if the arguments name another entry by now, because the caller has changed an object among them. */
  hasChangedArguments?(): boolean
  /** True for a value that can be read only once. Each caller then computes its own. */
  isOneShot?(value: unknown): boolean
  /** Evaluates the `condition` option. */
  shouldStore(value: unknown): boolean | Promise<boolean>
  /** Evaluates the `isPaused` option: while it returns `true`, results are dropped. */
  isPaused?(): boolean
}

/** A caller that can abort its call. The computation goes on for the others who wait for it. */
export interface Caller {
  /** Aborts when the caller no longer waits. */
  readonly signal: Signal
  /** Tells the caller which flight it waits for. */
  onJoin(flight: SharedFlight): void
}

/** What a caller changes in its flight when it leaves. */
export interface SharedFlight {
  /** How many callers await the value. Without any, the flight may abort when the last listener leaves. */
  callers: number
  /** Set once the function has read its `signal`. */
  abort?: { readonly signal: Signal; abort(reason?: unknown): void }
  readonly request: EntryRequest
  /** The result, while the store writes it. */
  readonly entry?: unknown
}

/** What a function or fetcher gets beside its arguments. */
export interface ComputeContext {
  /** Aborts when nobody waits for the value any more. */
  readonly signal: Signal
}
