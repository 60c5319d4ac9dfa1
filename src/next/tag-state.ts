// What a revalidation of a tag does to the entries that began before it. Two kinds of calls lead to it:
//
//     updateTag, revalidatePath, revalidateTag(tag)   they are missing at once
//     revalidateTag(tag, 'max')                       they are stale, and missing when the `expire` of the profile has passed
import type { RevalidationProfile } from './next-types.ts'

/** The last revalidations of a tag, in epoch milliseconds. */
export interface TagState {
  /** Entries that began until then are missing. */
  readonly expiredAt?: number
  /** Entries that began until then are stale. */
  readonly staleAt?: number
  /** From then on, the stale entries are missing. @default they stay stale */
  readonly staleUntil?: number
}

/** Returns the state of a tag that is revalidated now. Without a profile, its entries are missing at once. */
export function createTagState(now: number, profile: RevalidationProfile | undefined): TagState {
  if (profile === undefined) return { expiredAt: now }
  return profile.expire === undefined ? { staleAt: now } : { staleAt: now, staleUntil: now + profile.expire * 1_000 }
}

/** Returns the state after two revalidations. Their order does not matter, because two instances may store them in any order. */
export function mergeTagStates(one: TagState, other: TagState): TagState {
  const [earlier, later] = isStaleLater(other, one) ? [one, other] : [other, one]
  const { staleAt, staleUntil } = later
  const hasEnded = earlier.staleUntil !== undefined && earlier.staleUntil <= (staleAt ?? 0)
  const expiredAt = Math.max(one.expiredAt ?? 0, other.expiredAt ?? 0, hasEnded ? (earlier.staleAt ?? 0) : 0)
  return {
    ...(expiredAt > 0 && { expiredAt }),
    ...(staleAt !== undefined && { staleAt }),
    ...(staleUntil !== undefined && { staleUntil }),
  }
}

/** Of two profiles at the same instant, the one that ends first counts. */
function isStaleLater(one: TagState, other: TagState): boolean {
  const difference = (one.staleAt ?? 0) - (other.staleAt ?? 0)
  return (
    difference > 0 ||
    (difference === 0 && (one.staleUntil ?? Number.POSITIVE_INFINITY) <= (other.staleUntil ?? Number.POSITIVE_INFINITY))
  )
}

/** Says what the states of its tags leave of an entry. `beganAt` is when its computation began. */
export function judgeByTags(states: readonly TagState[], beganAt: number, now: number): 'fresh' | 'stale' | 'expired' {
  const wasBefore = (instant: number | undefined) => instant !== undefined && beganAt <= instant
  const stale = states.filter(({ staleAt }) => wasBefore(staleAt))
  const hasEnded = ({ staleUntil }: TagState) => staleUntil !== undefined && staleUntil <= now
  if (states.some(({ expiredAt }) => wasBefore(expiredAt)) || stale.some(hasEnded)) return 'expired'
  return stale.length > 0 ? 'stale' : 'fresh'
}

/** True if a stored value has the form of a state. */
export function isTagState(value: unknown): value is TagState {
  const { expiredAt, staleAt, staleUntil }: Partial<TagState> = Object(value)
  return [expiredAt, staleAt, staleUntil].every((each) => each === undefined || typeof each === 'number')
}

/** True if both states have the same instants. */
export function isSameTagState(one: TagState, other: TagState): boolean {
  return one.expiredAt === other.expiredAt && one.staleAt === other.staleAt && one.staleUntil === other.staleUntil
}
