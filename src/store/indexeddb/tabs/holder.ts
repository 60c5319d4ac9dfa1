/** Who has a right in this tab, until it is finished. */
export interface Holder {
  finish(): void
  readonly finished: Promise<void>
  /** Settles when nobody else, in another tab either, is kept from it by this one. */
  released: Promise<unknown>
}

/** No other tab knows of it. */
export function createHolder(): Holder {
  let finish = (): void => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  return { finish, finished, released: finished }
}

/**
 * Has the browser hold a lock for as long as it is held here. Resolves to false where another has it, where the browser
 * refuses, and when the holder finishes before its turn has come. Never rejects.
 */
export function acquire(manager: LockManager, name: string, options: LockOptions, holder: Holder): Promise<boolean> {
  return new Promise((resolve) => {
    const no = (): void => resolve(false)
    const granting = (granted: unknown) => {
      holder.released = released
      resolve(granted !== null)
      return granted && holder.finished
    }
    // Node grants within the call what is free.
    const released = Promise.resolve().then(() => manager.request(name, options, granting))
    released.catch(no)
    void holder.finished.then(no)
  })
}
