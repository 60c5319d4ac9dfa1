// The entries with a tag are a sorted set of names, each until its entry expires. An invalidation of the tag leaves its instant beside
// the set. A write joins the set first, and reads that instant then: so one of the two sees the other.
//
//     run                 |-take----------------------------|-join, read: later than the take-|   refused
//     invalidate the tag             |-instant, read the set-|
//
//     run                 |-take-|-join, read: nothing-|--------------------|-write-|   refused: its run was ended
//     invalidate the tag                               |-instant, read the set, end its runs-|

import type { EntryName, Names } from './names.ts'
import { ADD_TO_TAG, END_TAG } from './scripts.ts'
import type { ServerParts } from './server.ts'

/** Adds an entry to the sets of its tags. Returns when the last of these tags was invalidated, 0 if none was. */
export async function addToTags(
  { connection, guard, names }: ServerParts,
  name: EntryName,
  tags: readonly string[],
  expiry: number | '',
): Promise<number> {
  const add = (tag: string) => guard(() => connection.runScript(ADD_TO_TAG, keysOf(names, tag), [name, expiry]))
  const instants = await Promise.all(tags.map(add))
  return Math.max(0, ...instants.map(Number))
}

/** Ends a tag. Returns when, and the names of the entries that had it. */
export async function endTag(
  { connection, guard, names }: ServerParts,
  tag: string,
): Promise<{ readonly order: number; readonly names: readonly EntryName[] }> {
  const [order, ...found] = (await guard(() =>
    connection.runScript(END_TAG, keysOf(names, tag), []),
  )) as readonly string[]
  return { order: Number(order), names: found }
}

/** True if one of the tags was invalidated after this instant. */
export async function wereEnded(
  { connection, guard, names }: ServerParts,
  tags: readonly string[],
  since: number,
): Promise<boolean> {
  const instants = await Promise.all(tags.map((tag) => guard(() => connection.get(names.tagEndedKey(tag)))))
  return instants.some((instant) => Number(instant) > since)
}

/** Redis takes whole milliseconds. `''`: never. */
export function toExpiry(lifetime: number | undefined): number | '' {
  return lifetime === undefined || lifetime > Number.MAX_SAFE_INTEGER / 4 ? '' : Math.max(1, Math.ceil(lifetime))
}

function keysOf(names: Names, tag: string): readonly string[] {
  return [names.tagKey(tag), names.tagEndedKey(tag)]
}
