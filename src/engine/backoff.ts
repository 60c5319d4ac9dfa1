import type { Clock } from './clock.ts'

// A function that fails in the background is not tried again by the very next call: 1 s, 2 s, 4 s … at most a minute.

const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 60_000
const REMEMBERED_MOST = 1_000

export interface Backoff {
  isPausing(id: string): boolean
  failed(id: string): void
  succeeded(id: string): void
}

export function createBackoff(clock: Clock): Backoff {
  const pauses = new Map<string, { length: number; until: number }>()
  return {
    isPausing(id) {
      const pause = pauses.get(id)
      return pause !== undefined && clock.now() < pause.until
    },
    failed(id) {
      const length = Math.min((pauses.get(id)?.length ?? FIRST_PAUSE / 2) * 2, LONGEST_PAUSE)
      if (pauses.size >= REMEMBERED_MOST) pauses.clear()
      pauses.set(id, { length, until: clock.now() + length })
    },
    succeeded: (id) => void pauses.delete(id),
  }
}
