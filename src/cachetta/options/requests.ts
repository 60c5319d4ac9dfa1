// From a configuration and the address of a call to the requests that the engine takes.

import type { ComputeRequest, EntryRequest } from '../../engine/request/request.ts'
import type { Address } from '../../key/address.ts'
import { idOf } from '../../key/address.ts'
import { resolveTags, shouldStore } from './cache-handle.ts'
import type { Configuration } from './configuration.ts'

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
