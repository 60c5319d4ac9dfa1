import type { Subscriber } from './connection.ts'

/** Wakes those who wait for a message of one channel. */
export interface Signal {
  /** Resolves at the next message, at the latest after this many milliseconds. */
  wait(ms: number): Promise<void>
  stop(): void
}

/** Several may wait for one channel, to which the connection listens once, while anybody waits. */
export function createSignals(getSubscriber: () => Subscriber): (channel: string) => Signal {
  const wakers = new Map<string, Set<() => void>>()

  const join = (channel: string): Set<() => void> => {
    const known = wakers.get(channel)
    if (known) return known
    const joined = new Set<() => void>()
    wakers.set(channel, joined)
    const wakeAll = () => {
      for (const wake of joined) wake()
    }
    // A message before the subscription is lost, so all look again once it is there. Without one, they look from time to time.
    getSubscriber()
      .subscribe(channel, wakeAll)
      .then(wakeAll, () => {})
    return joined
  }

  return (channel) => {
    const joined = join(channel)
    let isWoken = false
    let wakeWaiting = (): void => {}
    const wake = () => {
      isWoken = true
      wakeWaiting()
    }
    joined.add(wake)
    return {
      wait(ms) {
        return new Promise((resolve) => {
          const timer = setTimeout(done, ms)
          function done(): void {
            clearTimeout(timer)
            isWoken = false
            resolve()
          }
          wakeWaiting = done
          if (isWoken) done()
        })
      },
      stop() {
        joined.delete(wake)
        if (joined.size > 0 || wakers.get(channel) !== joined) return
        wakers.delete(channel)
        getSubscriber()
          .unsubscribe(channel)
          .catch(() => {})
      },
    }
  }
}
