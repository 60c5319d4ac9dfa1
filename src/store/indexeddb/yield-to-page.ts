/** Between the page, which shows what was fetched, and the store, which copies and keeps it. */
export interface Turns {
  /** Resolves when it is the store's turn, in the order of the calls: a task later, or at once while the page is hidden. */
  wait(): Promise<void>
  /** Makes it the store's turn now; resolves when those who waited have had it. */
  take(): Promise<void>
}

export function createTurns(): Turns {
  let turn: Promise<void> | undefined
  let begin = (): void => {}

  const next = (resolve: () => void): void => {
    begin = resolve
    if (globalThis.document?.hidden === false) setTimeout(resolve)
    else resolve() // nothing is shown, and timers rest
  }
  return {
    wait() {
      turn ??= new Promise<void>(next).then(() => {
        turn = undefined
      })
      return turn
    },
    async take() {
      begin()
      await turn
    },
  }
}
