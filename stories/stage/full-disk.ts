import type { Lock, Store } from 'cachetta'

/** Returns a store that refuses each write, as a browser does when the quota of the page is reached. */
export function fillDisk(store: Store): Store {
  const refuse = () => Promise.reject(new DOMException('the disk is full', 'QuotaExceededError'))
  const limit = (lock: Lock | null): Lock | null =>
    lock && { ...lock, isHeld: (tags) => lock.isHeld(tags), release: () => lock.release(), set: refuse }
  return {
    ...store,
    set: refuse,
    ...(store.lock && { lock: async (address, wait) => limit((await store.lock?.(address, wait)) ?? null) }),
  }
}
