import type { ComputeRequest, EntryRequest } from '../../engine/request/request.ts'
import { idOf } from '../../engine/request/request.ts'
import type { Address } from '../../key/address.ts'
import { addressOf } from '../../key/address-of.ts'
import type { Configuration } from './configuration.ts'
import { checkedTags } from './settings.ts'

/** What a cache asks about the entry of some arguments. Throws `InvalidKeyError` or `InvalidPathError`. */
export function toEntryRequest(
  configuration: Configuration,
  args: readonly unknown[],
  receiver?: unknown,
): EntryRequest {
  const address = addressOf(configuration.rule, args, receiver)
  return { address, id: idOf(address), policy: configuration.policy, memory: configuration.memory }
}

/** The tags that a value gets. Throws `InvalidOptionError` where the function returns none. */
export function tagsFor(
  { settings: { tags } }: Configuration,
  value: unknown,
  args: readonly unknown[],
): readonly string[] {
  if (tags === undefined) return NO_TAGS
  return typeof tags === 'function' ? checkedTags(tags(value, ...args)) : tags
}

const NO_TAGS: readonly string[] = Object.freeze([])

/** One call of a cached function, as work for the engine. */
export function toComputeRequest(
  configuration: Configuration,
  address: Address,
  id: string,
  args: readonly unknown[],
  run: () => unknown,
): ComputeRequest {
  const { memory, policy, settings } = configuration
  return {
    address,
    id,
    policy,
    memory,
    run,
    shouldStore: (value) => settings.condition === undefined || settings.condition(value, ...args),
    tagsOf: (value) => tagsFor(configuration, value, args),
  }
}
