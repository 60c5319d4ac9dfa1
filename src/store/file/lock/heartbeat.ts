import type { Work } from '../system/sync-or-async.ts'
import { run } from '../system/sync-or-async.ts'
import { utimes } from '../system/system-calls.ts'
import { beat, look } from './lock-file.ts'

export interface Heartbeat {
  /** Touches the lock from now on, as long as it is this token's. Returns how to stop. */
  start(lockFile: string, token: string): () => void
}

/** One timer for all locks that are held; none while there are none, and none that keeps a process alive. */
export function createHeartbeat(): Heartbeat {
  const held = new Map<string, string>()
  let timer: NodeJS.Timeout | undefined
  let isBeating = false

  const beatAll = async (): Promise<void> => {
    if (isBeating) return
    isBeating = true
    for (const [token, lockFile] of held) await run(touch(lockFile, token)).catch(() => undefined)
    isBeating = false
  }

  return {
    start(lockFile, token) {
      held.set(token, lockFile)
      timer ??= setInterval(beatAll, beat).unref()
      return () => {
        held.delete(token)
        if (held.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}

/** Looks first: who took over has a heart of his own, and may stop. */
function* touch(lockFile: string, token: string): Work<void> {
  if ((yield* look(lockFile))?.token !== token) return
  const now = new Date()
  yield* utimes(lockFile, now, now)
}
