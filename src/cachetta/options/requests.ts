// From a configuration and the address of a call to the requests that the engine takes.

import type { ComputeRequest, EntryRequest } from '../../engine/request/request.ts'
import { idOf } from '../../engine/request/request.ts'
import type { Address } from '../../key/address.ts'
import type { Configuration } from './configuration.ts'
import { parseTags } from './settings.ts'

/** Creates the request for the entry at an address. */
export function toEntryRequest({ memory, policy }: Configuration, address: Address): EntryRequest {
  return { address, id: idOf(address), policy, memory }
}

/** A call of a cached function that has to compute, or may have to. */
interface Call {
  readonly address: Address
  readonly id: string
  readonly args: readonly unknown[]
  run(): unknown
}

/** Creates the request for a call of a cached function. */
export function toComputeRequest(configuration: Configuration, { address, id, args, run }: Call): ComputeRequest {
  const { memory, policy } = configuration
  return {
    address,
    id,
    policy,
    memory,
    run,
    shouldStore: (value) => shouldStore(configuration, value, args),
    tagsOf: (value) => resolveTags(configuration, value, args),
  }
}

/** Evaluates the `condition` option. */
export function shouldStore(
  { settings }: Configuration,
  value: unknown,
  args: readonly unknown[],
): boolean | Promise<boolean> {
  return settings.condition === undefined || settings.condition(value, ...args)
}

const NO_TAGS: readonly string[] = Object.freeze([])

/** Returns the tags of a value, from the `tags` option. Throws `InvalidOptionError` if a function returns no list of texts. */
export function resolveTags(
  { settings: { tags } }: Configuration,
  value: unknown,
  args: readonly unknown[],
): readonly string[] {
  if (tags === undefined) return NO_TAGS
  return typeof tags === 'function' ? parseTags(tags(value, ...args)) : tags
}
