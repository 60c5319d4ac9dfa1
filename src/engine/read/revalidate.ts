import { addressText } from '../../key/address.ts'
import type { Clock } from '../clock.ts'
import { compute } from '../compute/compute.ts'
import type { Engine } from '../engine.ts'
import { log } from '../log.ts'
import type { ComputeRequest } from '../request/request.ts'

const backoffs = new WeakMap<Engine, Backoff>()

/** Computes anew behind the back of an answer already given. At most one per entry; a failure keeps the old value. */
export function revalidate(engine: Engine, request: ComputeRequest): void {
  const backoff = backoffs.get(engine) ?? createBackoff(engine.clock)
  backoffs.set(engine, backoff)
  if (!request.policy.write || engine.slots.get(request.id)?.flight || backoff.isPausing(request.id)) return
  const startAfter = new Promise<void>((resolve) => engine.clock.after(0, resolve))
  compute(engine, request, { startAfter }).then(
    () => backoff.noteSuccess(request.id),
    (error: unknown) => {
      backoff.noteFailure(request.id)
      log('warn', `${addressText(request.address)} could not be revalidated; the old value stays`, error)
    },
  )
}

// A function that fails in the background is not tried again by the very next call: 1 s, 2 s, 4 s … at most a minute.

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
const MAX_REMEMBERED = 1_000

export interface Backoff {
  isPausing(id: string): boolean
  noteFailure(id: string): void
  noteSuccess(id: string): void
}

export function createBackoff(clock: Clock): Backoff {
  const pauses = new Map<string, { length: number; until: number }>()
  return {
    isPausing(id) {
      const pause = pauses.get(id)
      return pause !== undefined && clock.now() < pause.until
    },
    noteFailure(id) {
      const length = Math.min((pauses.get(id)?.length ?? FIRST_PAUSE_MS / 2) * 2, LONGEST_PAUSE_MS)
      if (pauses.size >= MAX_REMEMBERED) pauses.clear()
      pauses.set(id, { length, until: clock.now() + length })
    },
    noteSuccess: (id) => void pauses.delete(id),
  }
}
