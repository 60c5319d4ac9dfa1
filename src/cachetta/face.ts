import type { Face } from '../engine/faces.ts'
import { SHOWN } from '../engine/policy.ts'
import { addressOf } from '../key/address-of.ts'
import type { Configuration } from './configuration.ts'
import { tagsFor } from './job.ts'

/** What hooks and servers are shown of a cache. */
export function faceFor(configuration: Configuration): Face {
  const { engine, given, memory, origin, policy, rule, settings } = configuration
  const isChosen = (name: 'duration' | 'staleDuration') => Reflect.get(given, name) != null
  return {
    engine,
    ...(origin && { origin }),
    memory,
    policy: {
      ...policy,
      duration: (isChosen('duration') ? policy : SHOWN).duration,
      staleDuration: (isChosen('staleDuration') ? policy : SHOWN).staleDuration,
    },
    base: typeof settings.path === 'string' ? settings.path : undefined,
    addressOf: (args) => addressOf(rule, args),
    accepts: (value, args) => settings.condition === undefined || settings.condition(value, ...args),
    tagsOf: (value, args) => tagsFor(configuration, value, args),
  }
}
