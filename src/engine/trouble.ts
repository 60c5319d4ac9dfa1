// The one rule for what is logged again and again. A flood of troubles must fill neither the log nor the memory:
//
//     named      the first trouble of each entry and kind gets a line. A kind gets at most ten such lines until it has ended.
//     counted    the 100th, 1,000th, 10,000th … trouble of a kind gets a line with the number
//     quiet      all others are logged at the level `debug`
//
// A success of an entry ends its trouble: the next one is named again. A success of any entry ends the kind, and each further
// end takes twice as many successes in a row. So a store that fails every second time is named a few times and then counted:
//
//     calls      ✗ ✓ ✗ ✓ ✗ ✓ ✗ ✓ ✗ …
//     log        named, named … ten times, then counted
//
// A kind without troubles for an hour starts again.

import type { Clock } from './clock.ts'
import { log } from './log.ts'

/** The troubles of one kind, until it has ended. */
interface TroubleKind {
  /** What was named and had no success since. It stays small, because each end of the kind takes twice as many successes. */
  readonly named: Set<string>
  /** Troubles since the kind began. */
  count: number
  /** Lines that named an entry since the kind began. */
  lines: number
  /** When the latest trouble occurred, in epoch milliseconds. */
  lastAt: number
  /** Successes in a row that still have to come until the kind has ended. */
  missing: number
  /** How many successes in a row end the kind. */
  needed: number
}

/** The troubles of one store by kind. There are few kinds, and each is bounded. */
export type Troubles = Map<string, TroubleKind>

/** What `reportTrouble` needs of an engine. */
export interface TroubleTable {
  readonly clock: Pick<Clock, 'now'>
  readonly troubles: Troubles
}

/** The kind of a trouble, and the entry that has it, or another name of its own. Without a name, the trouble is only counted. */
export type TroubleSubject = readonly [kind: string, name?: string | undefined, level?: 'error' | 'info']

const MAX_LINES = 10
const FORGOTTEN_AFTER_MS = 3_600_000

/** Logs a trouble, unless it was logged before. Returns `true` if the log has named the entry. */
export function reportTrouble(
  { clock, troubles }: TroubleTable,
  [kind, name, level]: TroubleSubject,
  message: string,
  ...error: [] | [error: unknown]
): boolean {
  const now = clock.now()
  let known = troubles.get(kind)
  if (!known || now - known.lastAt > FORGOTTEN_AFTER_MS) {
    known = { named: new Set(), count: 0, lines: 0, lastAt: now, missing: 1, needed: 1 }
    troubles.set(kind, known)
  }
  known.lastAt = now
  known.missing = known.needed
  known.count += 1
  const isNamed = name !== undefined && known.lines < MAX_LINES && !known.named.has(name)
  if (isNamed) {
    known.named.add(name)
    known.lines += 1
  }
  const isCounted = /^100+$/.test(`${known.count}`)
  const text = isCounted ? `${message} (${known.count} of this kind)` : message
  log(isNamed || isCounted ? (level ?? 'warn') : 'debug', text, ...error)
  return isNamed
}

/** Notes a success: the trouble of this entry has ended. */
export function endTrouble({ troubles }: Pick<TroubleTable, 'troubles'>, kind: string, name: string): void {
  const known = troubles.get(kind)
  known?.named.delete(name)
  if (!known?.count || --known.missing > 0) return
  known.count = known.lines = 0
  known.needed *= 2
}
