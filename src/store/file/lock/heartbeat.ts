import type { Work } from '../../sync-or-async.ts'
import { runInTurns } from '../system/run-in-turns.ts'
import { heartbeatMs } from './holder-name.ts'

export interface Heartbeat {
  /** Calls `beat` every 500 ms from now on. Returns a function that stops it. */
  start(beat: () => Work<void>): () => void
}

/** One timer for all locks that this thread holds. It runs only while there are any, and it does not keep the process alive. */
export function createHeartbeat(): Heartbeat {
  const beats = new Set<() => Work<void>>()
  let timer: NodeJS.Timeout | undefined
  let isBeating = false

  const beatAll = async (): Promise<void> => {
    if (isBeating) return
    isBeating = true
    for (const beat of beats) await runInTurns(beat()).catch(() => undefined)
    isBeating = false
  }

  return {
    start(beat) {
      beats.add(beat)
      timer ??= setInterval(beatAll, heartbeatMs)
      timer.unref?.() // in jsdom, a timer is a number
      return () => {
        beats.delete(beat)
        if (beats.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}
