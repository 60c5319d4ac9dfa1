import type { Change } from '../store.ts'
import { pause } from './breaker.ts'
import { PUBLISH_CHANGES } from './scripts.ts'
import type { ServerParts } from './server.ts'
import type { UnfinishedWork } from './unfinished.ts'

/** Above this many changes in one message, the others are told to check everything. */
const MAX_CHANGES = 1_000

/** How long a message that could not be sent waits for the next attempt, in milliseconds. */
const RETRY_MS = 1_000

/** Tells all other stores of a change. */
export type Announce = (change: Change) => void

/** The changes of one turn travel in one message. It is sent until the server has it. `origin` names this store. */
export function createAnnounce(
  { connection, guard, names }: ServerParts,
  origin: string,
  unfinished: UnfinishedWork,
): Announce {
  let unsent: Change[] = []
  let isSending = false

  const sendOne = async (): Promise<void> => {
    const changes: readonly Change[] = unsent.length > MAX_CHANGES ? [{ type: 'missed' }] : unsent
    unsent = []
    const message = JSON.stringify([origin, changes])
    try {
      await guard(() => connection.runScript(PUBLISH_CHANGES, [names.changes], [names.changes, message]))
    } catch {
      unsent.unshift(...changes)
      await pause(RETRY_MS)
    }
  }
  /** Begins after the other changes of this turn. */
  const sendAll = async (): Promise<void> => {
    await undefined
    while (unsent.length > 0) await sendOne()
    isSending = false
  }

  return (change) => {
    if (unsent.length <= MAX_CHANGES) unsent.push(change)
    if (isSending) return
    isSending = true
    unfinished.add(sendAll())
  }
}
