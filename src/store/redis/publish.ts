import type { Change, KnownChange } from '../change.ts'
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

/** A message about one change, to be sent by the command that makes it. The order of the change comes between the two texts. */
export type AttachedMessage = readonly [before: string, after: string]

export interface Announcements {
  /** The changes of one turn travel in one message. It is sent until the server has it. */
  readonly announce: Announce
  /**
   * Returns the message about a change that is alone in its turn so far: it travels with its command, which saves a command and cannot
   * be lost. Returns `undefined` for further changes of the turn, and in a cluster, where no command touches two nodes.
   */
  attach(change: KnownChange): AttachedMessage | undefined
}

/** `origin` names this store. */
export function createAnnouncements(
  { connection, guard, names }: ServerParts,
  origin: string,
  unfinished: UnfinishedWork,
): Announcements {
  let unsent: Change[] = []
  let isSending = false
  let isAlone = true

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

  const announce = (change: Change) => {
    if (unsent.length <= MAX_CHANGES) unsent.push(change)
    if (isSending) return
    isSending = true
    unfinished.add(sendAll())
  }

  const attach = (change: KnownChange): AttachedMessage | undefined => {
    if (connection.isCluster || !isAlone) return undefined
    isAlone = false
    setImmediate(() => {
      isAlone = true
    })
    return [`${JSON.stringify([origin, [change]]).slice(0, -3)},"order":`, '}]]']
  }

  return { announce, attach }
}
