import type { CacheHandle } from '../../engine/request/cache-handle.ts'
import { HOOK_FRESHNESS } from '../../engine/request/policy.ts'
import { addressOf } from '../../key/address-of.ts'
import type { Configuration } from './configuration.ts'
import { resolveTags, shouldStore } from './requests.ts'

/** Creates the handle of a cache. Hooks, server pages and the functions by key use the cache through it. */
export function createCacheHandle(configuration: Configuration): CacheHandle {
  const { addressRule, engine, memory, options, origin, policy, settings } = configuration
  const isGiven = (name: 'duration' | 'staleDuration') => Reflect.get(options, name) != null
  return {
    engine,
    ...(origin && { origin }),
    memory,
    policy: {
      ...policy,
      duration: (isGiven('duration') ? policy : HOOK_FRESHNESS).duration,
      staleDuration: (isGiven('staleDuration') ? policy : HOOK_FRESHNESS).staleDuration,
    },
    base: typeof settings.path === 'string' ? settings.path : undefined,
    addressOf: (args) => addressOf(addressRule, args),
    shouldStore: (value, args) => shouldStore(configuration, value, args),
    tagsOf: (value, args) => resolveTags(configuration, value, args),
  }
}
