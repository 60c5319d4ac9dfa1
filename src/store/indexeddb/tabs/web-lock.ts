import type { Holder } from './holder.ts'

/** A holder in this tab, of a lock that the browser may hold for it too. */
export interface TabHolder extends Holder {
  /** Settles when the browser no longer holds the lock for this holder. Absent while it was not asked to. */
  released?: Promise<unknown>
}

/**
 * Asks the browser to hold a lock until the holder finishes. Resolves to false if another tab holds the lock, if the browser
 * refuses, and if the holder finishes before the lock is granted. Never rejects.
 */
export function requestWebLock(
  manager: LockManager,
  name: string,
  options: LockOptions,
  holder: TabHolder,
): Promise<boolean> {
  return new Promise((resolve) => {
    const refuse = (): void => resolve(false)
    const onGranted = (granted: unknown) => {
      holder.released = released
      resolve(granted !== null)
      return granted && holder.finished
    }
    // `then` makes the call asynchronous: Node grants a free lock within the call, before `released` is assigned.
    const released = Promise.resolve().then(() => manager.request(name, options, onGranted))
    released.catch(refuse)
    void holder.finished.then(refuse)
  })
}
