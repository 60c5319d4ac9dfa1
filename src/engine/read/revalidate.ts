import { addressText } from '../../key/address.ts'
import type { Clock } from '../clock.ts'
import { compute } from '../compute/compute.ts'
import type { Engine } from '../engine.ts'
import type { ComputeRequest } from '../request/request.ts'
import { endTrouble, reportTrouble } from '../trouble.ts'

/** A function that fails in the background is not run again by the very next call. It rests 1 s, 2 s, 4 s … up to a minute. */
export interface Backoff {
  isResting(id: string): boolean
  noteFailure(id: string): void
  noteSuccess(id: string): void
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
const MAX_PAUSES = 1_000

const backoffs = new WeakMap<Engine, Backoff>()

/** Computes an entry in the background, after a stale value was returned. One at a time per entry. A failure keeps the old value. */
export function revalidate(engine: Engine, request: ComputeRequest): void {
  const backoff = backoffs.get(engine) ?? createBackoff(engine.clock)
  backoffs.set(engine, backoff)
  if (!request.policy.write || engine.slots.get(request.id)?.flight || backoff.isResting(request.id)) return
  const startAfter = new Promise<void>((resolve) => engine.clock.after(0, resolve))
  // The caller has its value already. If it aborts, the revalidation goes on.
  compute(engine, { ...request, caller: undefined }, { startAfter }).then(
    () => {
      backoff.noteSuccess(request.id)
      endTrouble(engine, 'revalidate', request.id)
    },
    (error: unknown) => {
      backoff.noteFailure(request.id)
      const message = `${addressText(request.address)} could not be revalidated; the old value stays`
      reportTrouble(engine, ['revalidate', request.id], message, error)
    },
  )
}

export function createBackoff(clock: Pick<Clock, 'elapsed'>): Backoff {
  const pauses = new Map<string, { length: number; until: number }>()
  return {
    isResting(id) {
      const pause = pauses.get(id)
      return pause !== undefined && clock.elapsed() < pause.until
    },
    noteFailure(id) {
      const length = Math.min((pauses.get(id)?.length ?? FIRST_PAUSE_MS / 2) * 2, LONGEST_PAUSE_MS)
      if (pauses.size >= MAX_PAUSES) pauses.clear()
      pauses.set(id, { length, until: clock.elapsed() + length })
    },
    noteSuccess: (id) => void pauses.delete(id),
  }
}
