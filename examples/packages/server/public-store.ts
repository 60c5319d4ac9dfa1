import type { Address, Lock, Store } from 'cachetta'

/** The first part of each public key. Every other entry belongs to one visitor, or changes with each note. */
const PUBLIC_KEYS = new Set(['packages', 'package'])

/**
 * A store that keeps public entries only. The other entries live in the scope of one request. The store decides it for all pages,
 * so no page can leak an entry of a visitor by mistake.
 */
export function createPublicStore(store: Store): Store {
  const overrides: Partial<Store> = {
    get: async (address, types) => (isPublic(address) ? store.get(address, types) : null),
    stat: async (address) => (isPublic(address) ? store.stat(address) : null),
    async set(address, entry, types) {
      if (isPublic(address)) await store.set(address, entry, types)
    },
    // All visitors share the key `me`. With a lock, they would wait for each other.
    lock: async (address, wait) => (isPublic(address) && store.lock ? store.lock(address, wait) : noLock),
  }
  return Object.assign(Object.create(store, { sync: { value: undefined } }), overrides)
}

const noLock: Lock = { isHeld: async () => true, release: async () => {} }

/** The text of a key starts with its first part in quotation marks. */
function isPublic({ key }: Address): boolean {
  const [, name] = /^"(\w+)"/.exec(key) ?? []
  return name !== undefined && PUBLIC_KEYS.has(name)
}
