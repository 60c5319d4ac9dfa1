/** One holder of a lock, from the moment it takes the lock until `finish` is called. */
export interface Holder {
  /** Ends the hold. Later calls do nothing. */
  finish(): void
  /** Resolves when `finish` is called. */
  readonly finished: Promise<void>
}

export function createHolder(): Holder {
  let finish = (): void => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  return { finish, finished }
}
