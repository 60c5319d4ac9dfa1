import type { Address, Entry, Lock, Store } from 'cachetta'
import { formatAge } from './format.ts'
import type { Timeline } from './timeline.ts'
import { createTimeline } from './timeline.ts'

interface Observation {
  readonly timeline: Timeline
  /** Opens the database again, as another page does. */
  readonly openStore: () => Store
}

const observations = new WeakMap<Store, Observation>()

/** Returns the time line of a store, which `observeStore` made. */
export function timelineOf(store: Store): Timeline {
  return findObservation(store).timeline
}

/** Returns a store of another page over the same database, with the same time line. */
export function reopenStore(store: Store): Store {
  const { openStore, timeline } = findObservation(store)
  return observeStore(openStore, timeline)
}

function findObservation(store: Store): Observation {
  const observation = observations.get(store)
  if (observation === undefined) throw new Error('The store has no time line. Create the story with `createStory(…)`.')
  return observation
}

/** Opens a store whose reads and writes appear in a time line: a new one, or that of the page before a reload. */
export function observeStore(openStore: () => Store, timeline: Timeline = createTimeline()): Store {
  const store = openStore()
  const note = (text: string) => timeline.add('disk', text)
  const observed: Store = {
    ...store,
    async get(address, types) {
      const entry = await store.get(address, types)
      note(`read ${nameOf(address)}: ${describeEntry(entry)}`)
      return entry
    },
    async set(address, entry, types) {
      await noteFailure(note, address, () => store.set(address, entry, types))
      note(`wrote ${nameOf(address)}`)
    },
    async delete(address) {
      await store.delete(address)
      note(`deleted ${nameOf(address)}`)
    },
    ...(store.lock && { lock: async (address, wait) => observeLock(await store.lock?.(address, wait), address, note) }),
    ...(store.share && { share: async (address) => observeLock(await store.share?.(address), address, note) as Lock }),
    ...(store.deleteAll && {
      async deleteAll(base) {
        await store.deleteAll?.(base)
        note('deleted all entries')
      },
    }),
  }
  observations.set(observed, { timeline, openStore })
  return observed
}

/** A computation stores its result through its lock. */
function observeLock(lock: Lock | null | undefined, address: Address, note: (text: string) => void): Lock | null {
  if (!lock) return null
  return {
    ...lock,
    isHeld: (tags) => lock.isHeld(tags),
    release: () => lock.release(),
    ...(lock.set && {
      async set(entry, types) {
        const isStored = await noteFailure(note, address, async () => (await lock.set?.(entry, types)) ?? false)
        note(isStored ? `wrote ${nameOf(address)}` : `did not write ${nameOf(address)}: it has changed meanwhile`)
        return isStored
      },
    }),
  }
}

async function noteFailure<Value>(note: (text: string) => void, address: Address, write: () => Promise<Value>) {
  try {
    return await write()
  } catch (error) {
    note(`refused ${nameOf(address)}: ${error instanceof Error ? error.message : String(error)}`)
    throw error
  }
}

/** The arguments of the entry as text: `/books/1`. */
function nameOf({ key, path }: Address): string {
  if (path.endsWith('/outbox')) return 'an item of the outbox'
  return key.replaceAll(/^\[|\]$|"/g, '')
}

function describeEntry(entry: Entry | null): string {
  return entry ? `found, ${formatAge(entry.storedAt)}` : 'nothing'
}
