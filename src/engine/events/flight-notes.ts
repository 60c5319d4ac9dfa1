import type { Clock } from '../clock.ts'
import type { Emit, EventFlight } from './event.ts'
import type { FlightReason } from './reasons.ts'

/** What events know of a flight. */
interface FlightNote {
  readonly number: number
  /** When its function was called, as `clock.elapsed` counts. */
  computingAt: number
  isWatched: boolean
  isOver: boolean
}

const notes = new WeakMap<EventFlight, FlightNote>()
let flightCount = 0

/** Returns the note of a flight. The first call numbers the flight. */
export function noteOf(flight: EventFlight): FlightNote {
  let note = notes.get(flight)
  if (note === undefined) {
    flightCount += 1
    note = { number: flightCount, computingAt: flight.startedAt ?? 0, isWatched: false, isOver: false }
    notes.set(flight, note)
  }
  return note
}

/** A computation that runs. */
export interface ActiveFlight {
  /** The number that its events have in the field `flight`. */
  readonly flight: number
  /** Why it began. */
  readonly reason: FlightReason
  /** True if nobody waits for it. */
  readonly background: boolean
  /** How long it has run, in milliseconds. */
  readonly elapsed: number
}

export function describeFlight({ elapsed }: Pick<Clock, 'elapsed'>, flight: EventFlight): ActiveFlight {
  const { options, startedAt = elapsed() } = flight
  const background = options.startAfter !== undefined
  const reason = options.reason ?? (background ? 'stale' : 'call')
  return { flight: noteOf(flight).number, reason, background, elapsed: elapsed() - startedAt }
}

/** Returns what the event of a flight has beside its address. Returns nothing for what comes after the end: its function ran on. */
export function toFlightFields(
  clock: Pick<Clock, 'elapsed'>,
  type: Parameters<Emit>[0],
  flight: EventFlight,
): object | undefined {
  const note = noteOf(flight)
  if (note.isOver) return undefined
  const { background, elapsed, flight: number, reason } = describeFlight(clock, flight)
  const fields = { flight: number, background }
  const now = clock.elapsed()
  if (type === 'computing') note.computingAt = now
  if (type === 'ended') note.isOver = true
  if (type === 'started') return { ...fields, reason }
  if (type === 'computed' || type === 'failed') return { ...fields, elapsed: now - note.computingAt }
  return type === 'ended' ? { ...fields, elapsed } : fields
}
