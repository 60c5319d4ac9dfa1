import type { Address, Lock, Store } from 'cachetta'

/** The first part of their keys. What is not named here is one visitor's own, or changes with each note. */
const PUBLIC = new Set(['packages', 'package'])

/**
 * A store that keeps what is the same for all, and nothing else: the rest is asked for anew with each request, and lives in
 * its scope alone. Written in this one place, so that no page can forget it.
 */
export function publicStore(store: Store): Store {
  const own: Partial<Store> = {
    get: async (address, types) => (isPublic(address) ? store.get(address, types) : null),
    stat: async (address) => (isPublic(address) ? store.stat(address) : null),
    async set(address, entry, types) {
      if (isPublic(address)) await store.set(address, entry, types)
    },
    // Two visitors who ask for `me` do not wait for each other.
    lock: async (address, wait) => (isPublic(address) && store.lock ? store.lock(address, wait) : free),
  }
  return Object.assign(Object.create(store, { sync: { value: undefined } }), own)
}

const free: Lock = { isHeld: async () => true, release: async () => {} }

/** A key's text begins with its first part, in quotation marks. */
function isPublic({ key }: Address): boolean {
  const [, name] = /^"(\w+)"/.exec(key) ?? []
  return name !== undefined && PUBLIC.has(name)
}
