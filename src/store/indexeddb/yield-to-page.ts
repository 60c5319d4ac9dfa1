/** Lets the page render what was fetched, before the store copies and writes it. */
export interface PageYield {
  /** Resolves one task later, in the order of the calls. Resolves at once while the page is hidden. */
  wait(): Promise<void>
  /** Ends the current wait now. Resolves after the callers of `wait` have continued. */
  end(): Promise<void>
}

export function createPageYield(): PageYield {
  let waiting: Promise<void> | undefined
  let endWait = (): void => {}

  const startWait = (resolve: () => void): void => {
    endWait = resolve
    if (globalThis.document?.hidden === false) setTimeout(resolve)
    else resolve() // a hidden page renders nothing, and browsers delay its timers
  }
  return {
    wait() {
      waiting ??= new Promise<void>(startWait).then(() => {
        waiting = undefined
      })
      return waiting
    },
    async end() {
      endWait()
      await waiting
    },
  }
}
