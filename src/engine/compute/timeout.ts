import { TimeoutError } from '../../errors.ts'
import { addressText } from '../../key/address.ts'
import { limitTime } from '../clock.ts'
import type { Engine } from '../engine.ts'
import type { Flight } from '../slot/slot.ts'

/** Rejects with a `TimeoutError`, and aborts the function, if it runs for longer than `ms`. Its later result has no effect. */
export function withTimeout<T>({ clock }: Engine, flight: Flight, ms: number, running: T | Promise<T>): Promise<T> {
  return limitTime(clock, ms, running, () => {
    const subject = addressText(flight.request.address)
    const error = new TimeoutError(`the computation of ${subject} took longer than its timeout of ${ms} ms`)
    flight.abort?.abort(error)
    return error
  })
}
