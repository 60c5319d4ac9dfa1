import type { Face } from '../engine/faces.ts'
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
    policy,
    chosen: {
      ...(isChosen('duration') && { duration: policy.duration }),
      ...(isChosen('staleDuration') && { staleDuration: policy.staleDuration }),
    },
    base: typeof settings.path === 'string' ? settings.path : undefined,
    addressOf: (args) => addressOf(rule, args),
    accepts: (value, args) => settings.condition === undefined || settings.condition(value, ...args),
    tagsOf: (value, args) => tagsFor(configuration, value, args),
  }
}
