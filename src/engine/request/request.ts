import type { Address } from '../../key/address.ts'
import type { Memory } from '../memory/memory.ts'
import type { Policy } from './policy.ts'

/** What a call asks the engine: which entry, and by which policy to judge it. */
export interface EntryRequest {
  readonly address: Address
  /** The address as one string, for maps. */
  readonly id: string
  readonly policy: Policy
  /** The caches' LRU, where they have one. */
  readonly memory: Memory | undefined
  /** The key of a hook as it was given. */
  readonly key?: unknown
}

/** A request that can be answered by work. */
export interface ComputeRequest extends EntryRequest {
  /** Runs the function. */
  run(context: ComputeContext): unknown
  /** The `condition` option, with the arguments. */
  shouldStore(value: unknown): boolean | Promise<boolean>
  /** The `tags` option, with the arguments. */
  tagsOf(value: unknown): readonly string[]
  /** True where the value that is there now is not query any more, nor shown (`isPaused`). */
  isPaused?(): boolean
}

/** An `AbortSignal`, for those whose types know one. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Instance } }
  ? Instance
  : { readonly aborted: boolean }

/** What a function may take with its arguments. */
export interface ComputeContext {
  /** Aborted when nobody waits for the value any more. */
  readonly signal: Signal
}

/** Unlike `addressText` this never lets two addresses meet: no path holds a NUL. */
export function idOf(address: Address): string {
  return address.path + (address.exact ? '\0=' : '\0') + address.key
}
