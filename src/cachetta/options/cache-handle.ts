import type { CacheHandle } from '../../engine/request/cache-handle.ts'
import { HOOK_FRESHNESS } from '../../engine/request/policy.ts'
import { addressOf } from '../../key/address-of.ts'
import type { Configuration } from './configuration.ts'
import { tagsFor } from './requests.ts'

/** What hooks and servers are shown of a cache. */
export function createCacheHandle(configuration: Configuration): CacheHandle {
  const { engine, given, memory, origin, policy, rule, settings } = configuration
  const isChosen = (name: 'duration' | 'staleDuration') => Reflect.get(given, name) != null
  return {
    engine,
    ...(origin && { origin }),
    memory,
    policy: {
      ...policy,
      duration: (isChosen('duration') ? policy : HOOK_FRESHNESS).duration,
      staleDuration: (isChosen('staleDuration') ? policy : HOOK_FRESHNESS).staleDuration,
    },
    base: typeof settings.path === 'string' ? settings.path : undefined,
    addressOf: (args) => addressOf(rule, args),
    shouldStore: (value, args) => settings.condition === undefined || settings.condition(value, ...args),
    tagsOf: (value, args) => tagsFor(configuration, value, args),
  }
}
