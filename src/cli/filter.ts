import type { EntryStat } from 'cachetta'
import { ageOf } from './age.ts'
import type { Call } from './arguments.ts'

type Filters = Pick<Call, 'keys' | 'olderThan' | 'tags'>

/** True if the call concerns only some of the entries. */
export function hasFilter({ keys, olderThan, tags }: Filters): boolean {
  return olderThan !== undefined || keys.length > 0 || tags.length > 0
}

/** Creates a test for the entries that match all filters of a call. */
export function createFilter({ keys, olderThan = 0, tags }: Filters): (entry: EntryStat, now: number) => boolean {
  const patterns = keys.map(toPattern)
  return (entry, now) =>
    (olderThan === 0 || ageOf(entry, now) >= olderThan) &&
    (tags.length === 0 || entry.tags.some((tag) => tags.includes(tag))) &&
    (patterns.length === 0 || patterns.some((matches) => matches(entry.key)))
}

/**
 * `*` stands for any text. Looks for one part after the other, because a regular expression with many stars could take exponential
 * time.
 */
function toPattern(pattern: string): (key: string) => boolean {
  const [first = '', ...parts] = pattern.split('*')
  const last = parts.pop()
  if (last === undefined) return (key) => key === first
  return (key) => {
    if (key.length < first.length + last.length || !key.startsWith(first) || !key.endsWith(last)) return false
    const end = key.length - last.length
    let index = first.length
    for (const part of parts) {
      const found = key.indexOf(part, index)
      if (found < 0 || found + part.length > end) return false
      index = found + part.length
    }
    return true
  }
}
