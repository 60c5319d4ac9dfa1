// Whether this tab is the only one of its origin. To ask the browser for a lock takes longer than all else around a fetch, and
// a tab that is alone need not. One lock tells: it is had by a single tab while it is alone, later by all together. A tab that
// does not get it says a word on the channel, where whoever is heard is not alone.
//
//     tab A   |-alone---------|-asks for the locks of what runs-|-together----
//     tab B              |-is heard~~~~~~~~~~~~~~~~~~~~~~~~~~~~~|-together----

import { acquire, createHolder } from './holder.ts'

/** How long a tab waits for one that was alone and does not answer, in milliseconds. */
const PATIENCE = 5_000

/** Answers whether the tab is alone. `share` asks for the locks of what it has done without. Never rejects. */
export function createSolitude(
  manager: LockManager,
  channel: BroadcastChannel,
  share: () => void,
): () => Promise<boolean> {
  let answer: Promise<boolean> | undefined
  let presence = createHolder()

  const join = (options: LockOptions): Promise<boolean> => {
    presence = createHolder()
    return acquire(manager, `tabs of ${channel.name}`, options, presence)
  }
  const arrive = async (): Promise<boolean> => {
    if (await join({ ifAvailable: true })) return true
    channel.postMessage([])
    await Promise.race([join({ mode: 'shared' }), new Promise((resolve) => setTimeout(resolve, PATIENCE))])
    return false
  }
  channel.addEventListener('message', async () => {
    if (!(await answer)) return
    answer = Promise.resolve(false)
    // The browser takes requests in their order: who has been waiting for this tab to leave finds its locks taken, and it there.
    const { finish } = presence
    share()
    void join({ mode: 'shared' })
    finish()
  })
  // The browser keeps no page to go back to that holds a lock.
  globalThis.addEventListener?.('pagehide', () => {
    answer = undefined
    presence.finish()
  })
  return () => {
    answer ??= arrive()
    return answer
  }
}
