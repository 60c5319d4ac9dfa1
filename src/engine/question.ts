import type { Address } from '../key/address.ts'
import type { Memory } from './memory.ts'
import type { Policy } from './policy.ts'

/** What a call asks the engine: which entry, and by which policy to judge it. */
export interface Question {
  readonly address: Address
  /** The address as one string, for maps. */
  readonly id: string
  readonly policy: Policy
  /** The caches' LRU, where they have one. */
  readonly memory: Memory | undefined
}

/** A question that can be answered by work. */
export interface Job extends Question {
  compute(): unknown
  /** The `condition` option, with the arguments. */
  accepts(value: unknown): boolean | Promise<boolean>
  /** The `tags` option, with the arguments. */
  tagsOf(value: unknown): readonly string[]
}

/** Unlike `addressText` this never lets two addresses meet: no path holds a NUL. */
export function idOf(address: Address): string {
  return address.path + (address.exact ? '\0=' : '\0') + address.key
}
