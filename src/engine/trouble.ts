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
// A kind without troubles for an hour starts anew.

import type { Clock } from './clock.ts'
import { log } from './log.ts'
import { BoundedMap } from './memory/bounded-map.ts'

/** The troubles of one kind, until it has ended. */
interface TroubleKind {
  /** Entries whose trouble was named, and the reason. */
  readonly named: BoundedMap<string>
  /** Troubles since the kind began. */
  count: number
  /** Lines that named an entry since the kind began. */
  lines: number
  /** When the latest trouble occurred, in epoch milliseconds. */
  lastAt: number
  /** Successes since the latest trouble. */
  successes: number
  /** This many successes in a row end the kind. */
  successesToEnd: number
}

/** What went wrong. `Troubles` counts by its kind, and names it once for each subject. */
export interface Trouble {
  readonly kind: string
  /** The entry. Undefined for a trouble that is only counted. */
  readonly subject: string | undefined
  /** Another reason makes another trouble. */
  readonly reason?: string
  readonly message: string
  readonly error?: unknown
  readonly level?: 'error' | undefined
}

/** The troubles of one store by kind. There are few kinds, and each is bounded. */
export type Troubles = Map<string, TroubleKind>

/** What `reportTrouble` needs of an engine. */
export interface TroubleTable {
  readonly clock: Pick<Clock, 'now'>
  readonly troubles: Troubles
}

const MAX_NAMED = 10
const FORGOTTEN_AFTER_MS = 3_600_000

/** Logs a trouble, unless it was logged before. Returns `true` if the log has named it. */
export function reportTrouble({ clock, troubles }: TroubleTable, trouble: Trouble): boolean {
  const { kind, level = 'warn', message, reason = '', subject } = trouble
  const now = clock.now()
  let known = troubles.get(kind)
  if (!known || now - known.lastAt > FORGOTTEN_AFTER_MS) {
    known = { named: new BoundedMap(), count: 0, lines: 0, lastAt: now, successes: 0, successesToEnd: 1 }
    troubles.set(kind, known)
  }
  const { named } = known
  known.lastAt = now
  known.successes = 0
  known.count += 1
  const name = subject?.slice(0, 200)
  const isNamed = name !== undefined && named.get(name) !== reason && known.lines < MAX_NAMED
  if (isNamed) {
    named.set(name, reason)
    known.lines += 1
  }
  const isCounted = /^100+$/.test(`${known.count}`)
  const count = isCounted ? ` (${known.count} times so far, over all entries)` : ''
  log(isNamed || isCounted ? level : 'debug', message + count, ...('error' in trouble ? [trouble.error] : []))
  return isNamed
}

/** Notes a success: the trouble of this entry has ended. */
export function endTrouble({ troubles }: Pick<TroubleTable, 'troubles'>, kind: string, subject: string): void {
  const known = troubles.get(kind)
  if (!known) return
  known.named.delete(subject.slice(0, 200))
  known.successes += 1
  if (known.count === 0 || known.successes < known.successesToEnd) return
  known.count = known.lines = 0
  known.successesToEnd *= 2
}
