// From a configuration and the address of a call to the requests that the engine takes.

import type { ComputeRequest, EntryRequest } from '../../engine/request/request.ts'
import { endTrouble, reportTrouble } from '../../engine/trouble.ts'
import type { Address } from '../../key/address.ts'
import { addressText, idOf } from '../../key/address.ts'
import { isOneShot, refuseOneShot } from '../one-shot.ts'
import { resolveTags, shouldStore } from './cache-handle.ts'
import type { Configuration } from './configuration.ts'
import { spansOf } from './spans.ts'

/** Creates the request for the entry at an address. */
export function toEntryRequest({ memory, policy }: Configuration, address: Address): EntryRequest {
  return { address, id: idOf(address), policy, memory }
}

/** A call of a cached function that has to compute, or may have to. */
interface Call extends Required<Pick<ComputeRequest, 'fn' | 'hasChangedArguments' | 'run'>> {
  readonly address: Address
  readonly id: string
  readonly args: readonly unknown[]
}

/** Creates the request for a call of a cached function. Without a spread, because each hit in the store pays for it. */
export function toComputeRequest(configuration: Configuration, call: Call): ComputeRequest {
  const { engine, memory, policy } = configuration
  const { address, args, fn, hasChangedArguments, id, run } = call
  return {
    address,
    id,
    policy,
    memory,
    fn,
    run,
    hasChangedArguments,
    shouldStore: (value) =>
      !refuseChangedArguments(configuration, call) &&
      !refuseOneShot(engine, { address, id, policy, memory }, value) &&
      shouldStore(configuration, value, args),
    isOneShot: (value) => isOneShot(value, policy.types),
    tagsOf: (value) => resolveTags(configuration, value, args),
    spansOf: spansOf(configuration, args),
  }
}

/** The value may belong to the arguments as they were, or as they are now. Stored under either, it could be wrong. */
function refuseChangedArguments(
  { engine }: Configuration,
  { address, hasChangedArguments, id }: Omit<Call, 'args'>,
): boolean {
  const hasChanged = hasChangedArguments()
  const message = `the arguments of ${addressText(address)} changed while the value was computed; the value is not stored`
  if (hasChanged) reportTrouble(engine, ['changed arguments', id], message)
  else endTrouble(engine, 'changed arguments', id)
  return hasChanged
}
