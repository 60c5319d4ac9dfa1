import type { Face } from '../engine/faces.ts'
import type { Policy } from '../engine/policy.ts'
import { milliseconds } from '../entry/duration.ts'
import type { Config } from './config.ts'

/** How old data may be and still be shown. */
const SHOWABLE = 604_800_000

/** The hook's or the provider's word, else what the cache was given on purpose, else: shown for a week, always revalidated. */
export function policyFor(
  { chosen, policy }: Face,
  { duration, persist = true, staleDuration, version }: Config,
): Policy {
  return {
    ...policy,
    persist,
    duration: duration === undefined ? (chosen.duration ?? 0) : milliseconds(duration, 'duration'),
    staleDuration:
      staleDuration === undefined ? (chosen.staleDuration ?? SHOWABLE) : milliseconds(staleDuration, 'staleDuration'),
    version: version ?? policy.version,
  }
}
