// Determines whether this tab is the only one of its origin. A request for a Web Lock takes longer than everything else around a
// fetch, and a single tab needs no locks. One Web Lock answers the question: a single tab holds it exclusively, several tabs
// share it. A tab that does not get it exclusively posts a message on the channel. The single tab then requests the locks that
// it has skipped, and shares.
//
//     tab A   |-single--------|-requests the skipped locks------|-shares------
//     tab B              |-posts~~~~~~~~waits~~~~~~~~~~~~~~~~~~~|-shares------

import { createHolder } from './holder.ts'
import { requestWebLock } from './web-lock.ts'

/** A tab that joins waits this long for the single tab to share the lock. */
const SHARE_TIMEOUT_MS = 5_000

/** Returns the function that resolves to the answer and never rejects. `requestSkippedLocks` runs when a second tab joins. */
export function createSingleTabCheck(
  manager: LockManager,
  channel: BroadcastChannel,
  requestSkippedLocks: () => void,
): () => Promise<boolean> {
  let isSingle: Promise<boolean> | undefined
  let presence = createHolder()

  const requestPresence = (options: LockOptions): Promise<boolean> => {
    presence = createHolder()
    return requestWebLock(manager, `tabs of ${channel.name}`, options, presence)
  }
  const join = async (): Promise<boolean> => {
    if (await requestPresence({ ifAvailable: true })) return true
    channel.postMessage([])
    await Promise.race([
      requestPresence({ mode: 'shared' }),
      new Promise((resolve) => setTimeout(resolve, SHARE_TIMEOUT_MS)),
    ])
    return false
  }
  channel.addEventListener('message', async () => {
    if (!(await isSingle)) return
    isSingle = Promise.resolve(false)
    // The browser grants requests in their order. The skipped locks come first, so the other tab finds them taken when it joins.
    const { finish } = presence
    requestSkippedLocks()
    void requestPresence({ mode: 'shared' })
    finish()
  })
  // A page that holds a lock cannot enter the back/forward cache.
  globalThis.addEventListener?.('pagehide', () => {
    isSingle = undefined
    presence.finish()
  })
  return () => {
    isSingle ??= join()
    return isSingle
  }
}
