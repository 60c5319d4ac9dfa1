import type { SharedSubscriber } from './subscribers.ts'

/** Wakes those who wait for a message of one channel. */
export interface Signal {
  /** Resolves at the next message, at the latest after this many milliseconds. */
  wait(ms: number): Promise<void>
  stop(): void
}

export function createSignals(getSubscriber: () => SharedSubscriber): (channel: string) => Signal {
  return (channel) => {
    let isWoken = false
    let wakeWaiting = (): void => {}
    const wake = () => {
      isWoken = true
      wakeWaiting()
    }
    const subscriber = getSubscriber()
    // A message before the subscription is lost, so this looks again once it is there. Without one, it looks from time to time.
    subscriber.subscribe(channel, wake).then(wake, () => {})
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
      stop: () => subscriber.unsubscribe(channel, wake),
    }
  }
}
