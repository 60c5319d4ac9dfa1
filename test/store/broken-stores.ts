// Stores that break one promise each, as a wrapper around a good one, and the checks that must find them out.
import type { AllowedTypes } from '../../src/entry/allowed-types.ts'
import { copyValue } from '../../src/entry/copy.ts'
import type { Entry } from '../../src/entry/entry.ts'
import { StoreError, UnsafeTypeError } from '../../src/errors.ts'
import type { Address } from '../../src/key/address.ts'
import type { StoreSource } from '../../src/store/contract/describe-store.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import type { EntryStat, Lock, Store, SyncStore } from '../../src/store/store.ts'

export interface Breakage {
  readonly fault: string
  readonly source: StoreSource
  readonly caughtBy: readonly string[]
}

type Wrap = (good: Good) => Store
type Good = Store & { readonly sync: SyncStore }

/** A second handle is another object on the same medium, and damage is remembered, as a disk would. */
function broken(wrap: Wrap): StoreSource {
  const damaged = new WeakMap<Store, Set<string>>()
  return {
    create() {
      const marks = new Set<string>()
      const store = wrap(detectingDamage(memoryStore() as Good, marks)) // memoryStore has a sync twin
      damaged.set(store, marks)
      return store
    },
    reopen: (store) => ({ ...store }),
    damage: (store, address) => void damaged.get(store)?.add(nameOf(address)),
  }
}

function detectingDamage(good: Good, marks: Set<string>): Good {
  return {
    ...good,
    async get(address, types) {
      if (marks.has(nameOf(address))) throw new StoreError('DAMAGED', 'damaged')
      return good.get(address, types)
    },
    async set(address, entry, types) {
      marks.delete(nameOf(address))
      await good.set(address, entry, types)
    },
  }
}

const titles = {
  answers: 'answers what was set: the value, its key and its instant',
  kinds: 'keeps every kind of value that can be stored',
  header: 'keeps version and tags, and their absence',
  allowed: 'revives a class for those who allow it, and for nobody else',
  refuses: 'refuses a value that could not come back, and keeps what was there',
  copyIn: 'keeps a copy: changing a value after set changes nothing',
  copyOut: 'gives a copy: changing a value that get gave changes nothing',
  missing: 'answers null where nothing is',
  replaces: 'replaces an entry as a whole',
  apart: 'never lets two addresses answer for each other',
  compares: 'compares the key where a path function gave several keys one path',
  forgets: 'forgets an entry, and no other',
  never: 'deletes what was never there',
  back: 'brings nothing back that was being set when it was deleted',
  last: 'lets the set win that was asked for last',
  whole: 'shows an entry whole, old or new, while it is being replaced',
  damage: 'answers damage with an error, never with a value',
  stat: 'tells with stat what get would find, and its size',
  lists: 'lists what lies at a base and under it, each once',
  found: 'lists addresses by which the entries are found again',
  alike: 'lists nothing of a base that only begins alike',
  stop: 'lets a reader stop in the middle of a list',
  tags: 'finds by tag what a path function named',
  sweeps: 'sweeps without touching an entry',
  lockOne: 'gives a lock to one at a time, and again after its release (where it locks)',
  lockRush: 'lets one of many in who ask at once (where it locks)',
  lockWakes: 'wakes those who wait with null when the holder has finished (where it locks)',
  lockEach: 'locks each entry by itself (where it locks)',
  lockBreaks: 'takes the right from a holder whose entry is deleted (where it locks)',
  syncAnswers: 'answers without awaiting what it answers with awaiting (where it has a sync twin)',
  syncSets: 'sets without awaiting, as a copy (where it has a sync twin)',
  syncDeletes: 'deletes without awaiting, also what is being set (where it has a sync twin)',
  syncLocks: 'locks without awaiting, and waits for no lock of its own thread (where it has a sync twin)',
  second: 'shows what was set and deleted to a second handle',
  secondLock: 'lets one in of two handles (where it locks)',
  reports: 'reports what others write and delete, until stopped (where it reports)',
} as const

function breakage(fault: string, wrap: Wrap, ...caughtBy: readonly (keyof typeof titles)[]): Breakage {
  return { fault, source: broken(wrap), caughtBy: caughtBy.map((name) => titles[name]) }
}

const nothing = async (): Promise<void> => undefined
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2))
const noLock: Lock = { isHeld: async () => true, release: nothing }
const isLong = (value: unknown): boolean => typeof value === 'string' && value.length > 1_000

/** Without the sync twin, which would betray what only the other one hides. */
const only =
  (change: (good: Good) => Partial<Store>): Wrap =>
  (good) => {
    const { sync: _, ...store } = good
    return { ...store, ...change(good) }
  }

const storing = (change: (entry: Entry) => Entry): Wrap =>
  only((good) => ({ set: (address, entry, types) => good.set(address, change(entry), types) }))

const listing = (change: (stat: EntryStat) => EntryStat | undefined): Wrap =>
  only((good) => ({ list: (base) => mapped(good.list(base), change) }))

const locking = (lock: (good: Good) => NonNullable<Store['lock']>): Wrap => only((good) => ({ lock: lock(good) }))

const twin =
  (change: (good: SyncStore) => Partial<SyncStore>): Wrap =>
  (good) => ({ ...good, sync: { ...good.sync, ...change(good.sync) } })

async function* mapped(
  found: AsyncIterable<EntryStat>,
  change: (stat: EntryStat) => EntryStat | undefined,
): AsyncGenerator<EntryStat> {
  for await (const stat of found) {
    const changed = change(stat)
    if (changed !== undefined) yield changed
  }
}

const values: readonly Breakage[] = [
  breakage(
    'drops what is nested',
    storing((entry) => (isObject(entry.value) && 'nested' in entry.value ? { ...entry, value: {} } : entry)),
    'answers',
  ),
  breakage(
    'loses undefined',
    storing((entry) => (entry.value === undefined ? { ...entry, value: null } : entry)),
    'kinds',
  ),
  breakage(
    'forgets tags',
    storing((entry) => ({ ...entry, tags: [] })),
    'header',
    'copyIn',
    'tags',
  ),
  breakage(
    'forgets the version',
    storing(({ version: _, ...entry }) => entry),
    'header',
  ),
  breakage('revives a class for everybody', only(revivingForAll), 'allowed'),
  breakage('stores half of what it must refuse', only(storingHalf), 'refuses'),
  breakage('keeps the very value it was given', only(withoutCopyIn), 'copyIn'),
  breakage('gives all readers one value', only(withoutCopyOut), 'copyOut'),
]

function revivingForAll(good: Good): Partial<Store> {
  const allowed = new Map<string, AllowedTypes>()
  return {
    set(address, entry, types) {
      allowed.set(nameOf(address), types)
      return good.set(address, entry, types)
    },
    get: (address, types) => good.get(address, allowed.get(nameOf(address)) ?? types),
  }
}

function storingHalf(good: Good): Partial<Store> {
  return {
    async set(address, entry, types) {
      try {
        await good.set(address, entry, types)
      } catch {
        await good.set(address, { ...entry, value: null }, types)
      }
    },
  }
}

function withoutCopyIn(good: Good): Partial<Store> {
  const given = new Map<string, Entry>()
  return {
    async set(address, entry, types) {
      await good.set(address, entry, types)
      given.set(nameOf(address), entry)
    },
    async get(address, types) {
      const kept = given.get(nameOf(address))
      return (await good.get(address, types)) && kept ? { ...kept, value: copyValue(kept.value, types) } : null
    },
  }
}

function withoutCopyOut(good: Good): Partial<Store> {
  const given = new Map<string, Entry>()
  return {
    async get(address, types) {
      const found = await good.get(address, types)
      const before = given.get(nameOf(address))
      if (found === null || found.storedAt === before?.storedAt) return (found && before) ?? null
      given.set(nameOf(address), found)
      return found
    },
    set(address, entry, types) {
      given.delete(nameOf(address))
      return good.set(address, entry, types)
    },
  }
}

const changes: readonly Breakage[] = [
  breakage('answers what was never set', only(inventing), 'missing', 'compares'),
  breakage('mixes an entry with the one before', only(mixing), 'replaces'),
  breakage('merges two keys', only(mergingKeys), 'apart'),
  breakage('does not compare keys', only(withoutComparing), 'compares'),
  breakage('remembers with stat what was deleted', only(rememberingStats), 'forgets'),
  breakage('complains of deleting nothing', only(complaining), 'never'),
  breakage(
    'deletes late',
    only((good) => ({ delete: async (address) => void pause().then(() => good.delete(address)) })),
    'forgets',
    'back',
    'found',
    'tags',
    'lockBreaks',
    'second',
  ),
  breakage(
    'lets a slow set land after a delete',
    only((good) => ({
      async set(address, entry, types) {
        if (isLong(entry.value)) await pause()
        await good.set(address, entry, types)
      },
    })),
    'back',
    'last',
  ),
  breakage(
    'lets a delete land after a later set',
    only((good) => ({ delete: async (address) => pause().then(() => good.delete(address)) })),
    'last',
  ),
  breakage('writes in two pieces', only(tearing), 'whole'),
  breakage(
    'answers damage with a value',
    only((good) => ({
      get: (address, types) =>
        good.get(address, types).catch((error) => {
          if (error instanceof UnsafeTypeError) throw error
          return { key: address.key, storedAt: 0, tags: [], value: {} }
        }),
    })),
    'damage',
  ),
]

function inventing(good: Good): Partial<Store> {
  const known = new Set<string>()
  return {
    set(address, entry, types) {
      known.add(nameOf(address))
      return good.set(address, entry, types)
    },
    async get(address, types) {
      if (!known.has(nameOf(address))) return { key: address.key, storedAt: 0, tags: [], value: 1 }
      return good.get(address, types)
    },
  }
}

function mixing(good: Good): Partial<Store> {
  return {
    async set(address, entry, types) {
      const before = good.sync.get(address, types)?.value
      const isMixed = isPlain(before) && isPlain(entry.value)
      await good.set(address, isMixed ? { ...entry, value: { ...before, ...(entry.value as object) } } : entry, types)
    },
  }
}

function mergingKeys(good: Good): Partial<Store> {
  const merged = (key: string): string => key.slice(0, 10_000).trim()
  return {
    set: (address, entry, types) =>
      good.set({ ...address, key: merged(address.key) }, { ...entry, key: merged(entry.key) }, types),
    get: (address, types) => good.get({ ...address, key: merged(address.key) }, types),
  }
}

function withoutComparing(good: Good): Partial<Store> {
  const keys = new Map<string, string>()
  const found = (address: Address): Address => ({
    ...address,
    key: (address.exact ? keys.get(address.path) : undefined) ?? address.key,
  })
  return {
    set(address, entry, types) {
      keys.set(address.path, address.key)
      return good.set(address, entry, types)
    },
    get: (address, types) => good.get(found(address), types),
  }
}

function rememberingStats(good: Good): Partial<Store> {
  const seen = new Map<string, EntryStat>()
  return {
    async set(address, entry, types) {
      await good.set(address, entry, types)
      const stat = await good.stat(address)
      if (stat !== null) seen.set(nameOf(address), stat)
    },
    stat: async (address) => seen.get(nameOf(address)) ?? null,
  }
}

function complaining(good: Good): Partial<Store> {
  return {
    async delete(address) {
      if (good.sync.stat(address) === null) throw new StoreError('STORE', 'there is nothing to delete')
      await good.delete(address)
    },
  }
}

function tearing(good: Good): Partial<Store> {
  return {
    async set(address, entry, types) {
      if (Array.isArray(entry.value)) {
        await good.set(address, { ...entry, value: entry.value.slice(0, entry.value.length / 2) }, types)
        await pause()
      }
      await good.set(address, entry, types)
    },
  }
}

const listings: readonly Breakage[] = [
  breakage(
    'knows no sizes',
    only((good) => {
      const unknown = (stat: EntryStat): EntryStat => ({ ...stat, size: Number.NaN })
      return {
        stat: async (address) => good.stat(address).then((stat) => stat && unknown(stat)),
        list: (base) => mapped(good.list(base), unknown),
      }
    }),
    'stat',
  ),
  breakage(
    'misses what lies deep in a list',
    listing((stat) => (stat.path.includes('/deep/') ? undefined : stat)),
    'lists',
  ),
  breakage(
    'lists addresses that lead nowhere',
    listing((stat) => ({ ...stat, address: { ...stat.address, exact: !stat.address.exact } })),
    'found',
  ),
  breakage("lists a foreign base's entries", only(listingByPrefix), 'alike'),
  breakage('lists no more after a reader stopped', only(listingOnce), 'stop'),
  breakage(
    'finds nothing by tag',
    only(() => ({ async *tagged() {} })),
    'tags',
  ),
  breakage(
    'sweeps entries away',
    only((good) => ({
      async sweep(base) {
        for await (const { address } of good.list(base)) await good.delete(address)
      },
    })),
    'sweeps',
  ),
]

function listingByPrefix(good: Good): Partial<Store> {
  const known = new Map<string, Address>()
  return {
    set(address, entry, types) {
      known.set(nameOf(address), address)
      return good.set(address, entry, types)
    },
    async *list(base) {
      for (const address of known.values()) {
        const stat = address.path.startsWith(base) ? await good.stat(address) : null
        if (stat !== null) yield stat
      }
    },
  }
}

function listingOnce(good: Good): Partial<Store> {
  let isListing = false
  return {
    async *list(base) {
      if (isListing) return
      isListing = true
      yield* good.list(base)
      isListing = false
    },
  }
}

const locks: readonly Breakage[] = [
  breakage(
    'lets everybody in',
    locking(() => async () => noLock),
    'lockOne',
    'lockRush',
    'lockWakes',
    'lockBreaks',
    'secondLock',
  ),
  breakage('lets in those who ask at once', locking(lettingTwoIn), 'lockRush'),
  breakage(
    'never wakes those who wait',
    locking((good) => async (address, wait) => {
      const lock = await good.lock?.(address, false)
      return lock ?? (wait ? new Promise(() => undefined) : null)
    }),
    'lockWakes',
    'secondLock',
  ),
  breakage(
    'has one lock for all entries',
    locking((good) => async (_, wait) => (await good.lock?.({ path: 'lock', key: '', exact: true }, wait)) ?? null),
    'lockEach',
    'lockBreaks',
  ),
  breakage(
    'leaves the right with a holder whose entry is deleted',
    locking((good) => async (address, wait) => (await good.lock?.({ ...address, key: 'lock' }, wait)) ?? null),
    'lockBreaks',
  ),
]

function lettingTwoIn(good: Good): NonNullable<Store['lock']> {
  let asking = 0
  return async (address, wait) => {
    if (wait) return (await good.lock?.(address, true)) ?? null
    asking += 1
    await Promise.resolve()
    const isCrowd = asking > 1
    await Promise.resolve()
    asking -= 1
    return isCrowd ? noLock : ((await good.lock?.(address, false)) ?? null)
  }
}

const twins: readonly Breakage[] = [
  breakage('has a sync twin that lags', laggingTwin, 'syncAnswers'),
  breakage(
    'sets later than its sync twin says',
    twin((good) => ({ set: (address, entry, types) => queueMicrotask(() => good.set(address, entry, types)) })),
    'syncSets',
  ),
  breakage(
    'deletes later than its sync twin says',
    twin((good) => ({ delete: (address) => queueMicrotask(() => good.delete(address)) })),
    'syncDeletes',
  ),
  breakage(
    'has a sync twin that lets everybody in',
    twin(() => ({ lock: () => ({ isHeld: () => true, release: () => undefined }) })),
    'syncLocks',
  ),
  {
    fault: 'keeps entries to one handle',
    source: { ...broken((good) => good), reopen: () => memoryStore() },
    caughtBy: [titles.second, titles.secondLock, titles.reports],
  },
  breakage(
    'reports nothing',
    only(() => ({ subscribe: () => () => undefined })),
    'reports',
  ),
  breakage(
    'reports to those who stopped listening',
    only((good) => ({
      subscribe(listener) {
        good.subscribe?.(listener)
        return () => undefined
      },
    })),
    'reports',
  ),
]

function laggingTwin(good: Good): Store {
  const seen = new Map<string, Entry | null>()
  return {
    ...good,
    async get(address, types) {
      const found = await good.get(address, types)
      seen.set(nameOf(address), found)
      return found
    },
    sync: { ...good.sync, get: (address) => seen.get(nameOf(address)) ?? null },
  }
}

export const breakages: readonly Breakage[] = [...values, ...changes, ...listings, ...locks, ...twins]

function nameOf(address: Address): string {
  return JSON.stringify(address)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isPlain(value: unknown): value is object {
  return isObject(value) && Object.getPrototypeOf(value) === Object.prototype
}
