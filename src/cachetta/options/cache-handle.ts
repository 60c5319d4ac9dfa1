import type { CacheHandle } from '../../engine/request/cache-handle.ts'
import { HOOK_FRESHNESS } from '../../engine/request/policy.ts'
import { addressOf } from '../../key/address.ts'
import type { Configuration } from './configuration.ts'
import { parseTags } from './settings.ts'
import { spansOf } from './spans.ts'

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
    base: typeof settings.path === 'string' ? settings.path : settings.path.trustedBase,
    isExact: typeof settings.path === 'function',
    resolvePath: configuration.resolvePath,
    addressOf: (args) => addressOf(addressRule, args),
    shouldStore: (value, args) => shouldStore(configuration, value, args),
    tagsOf: (value, args) => resolveTags(configuration, value, args),
    ...(configuration.spanFunctions && { spansOf: (value, args) => spansOf(configuration, args)?.(value) ?? {} }),
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

const NO_TAGS: readonly string[] = /* @__PURE__ */ Object.freeze([])

/** Returns the tags of a value, from the `tags` option. Throws `InvalidOptionError` if a function returns no list of texts. */
export function resolveTags(
  { settings: { tags } }: Configuration,
  value: unknown,
  args: readonly unknown[],
): readonly string[] {
  if (tags === undefined) return NO_TAGS
  return typeof tags === 'function' ? parseTags(tags(value, ...args)) : tags
}
