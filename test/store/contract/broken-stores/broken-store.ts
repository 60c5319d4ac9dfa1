// What the broken stores share: each breaks one sentence of the contract, as a wrapper around a working store.
import type { Entry } from '../../../../src/entry/entry.ts'
import { StoreError } from '../../../../src/errors.ts'
import type { Address } from '../../../../src/key/address.ts'
import type { StoreSource } from '../../../../src/store/contract/store-report.ts'
import { memoryStore } from '../../../../src/store/memory/memory-store.ts'
import type { EntryStat, Store, SyncStore } from '../../../../src/store/store.ts'

/** A store that breaks the contract, and the titles of the checks that must fail. */
export interface BrokenStore {
  readonly fault: string
  readonly source: StoreSource
  readonly failedChecks: readonly string[]
}

export type WorkingStore = Store & { readonly sync: SyncStore }
/** Breaks a working store. */
export type Override = (store: WorkingStore) => Store

export const titles = {
  returns: 'returns from get what set stored: value, key and storedAt',
  kinds: 'keeps every kind of value that can be stored',
  header: 'keeps version and tags, and keeps them absent',
  spans: 'keeps the spans of an entry: duration, staleDuration and staleIfError',
  allowed: 'revives a class only for callers that allow it',
  refuses: 'refuses a value that it could not return, and keeps the old entry',
  copiesOnSet: 'stores a copy: a change of the value after set changes nothing',
  copiesOnGet: 'returns a copy: a change of the value by a reader changes nothing',
  missing: 'returns null for a missing entry',
  replaces: 'replaces an entry as a whole',
  lifetime: 'keeps an entry during its lifetime, also if it replaces another one',
  separates: 'never returns the entry of another address',
  compares: 'compares the key if a path function returned the same path for several keys',
  deletes: 'deletes an entry, and no other',
  deletesMissing: 'accepts the delete of a missing entry',
  staysDeleted: 'keeps an entry deleted if its set was still running',
  ordersCalls: 'keeps the value of the last set if calls overlap',
  readsWhole: 'shows an entry whole, old or new, while it is replaced',
  damage: 'throws for a damaged entry instead of returning a value',
  stat: 'returns from stat the header that get would return, and the size',
  lists: 'lists the entries at a base and under it, each once',
  found: 'lists addresses that get, stat and delete accept',
  listsOnlyBase: 'does not list a path that only starts with the same characters as the base',
  stops: 'lets a reader stop in the middle of a list',
  tags: 'finds entries of path functions by tag',
  tagsUnder: 'finds the entries under a base by tag',
  deletesTagged: 'deletes in deleteTagged all entries with one of the tags, and no other',
  deletesAll: 'deletes in deleteAll the entries at a base and under it, and no other',
  staysAllDeleted: 'keeps entries deleted in deleteAll if their set was still running',
  deletesMatching: 'deletes in deleteWhere only what matches, and shows each entry to the caller',
  syncDeletesAll: 'deletes in sync.deleteAll before it returns, even if a set is running',
  sweeps: 'removes no entry in sweep',
  lockOne: 'gives a lock to one caller at a time, and again after its release',
  lockSimultaneous: 'gives the lock to one of several callers that ask at the same time',
  lockResolvesWaiting: 'resolves waiting callers with null when the holder releases the lock',
  lockSeparate: 'locks each entry separately',
  lockOverwritten: 'takes the lock from its holder when another handle sets the entry',
  lockBreaks: 'takes the lock from its holder when the entry is deleted',
  syncReturns: 'returns the same from synchronous as from asynchronous methods',
  syncSets: 'stores a copy in sync.set, before it returns',
  syncDeletes: 'deletes in sync.delete before it returns, even if a set is running',
  syncLocks: 'takes a lock in sync.lock, and does not wait for a lock of its own thread',
  sharesHandles: 'shows sets and deletes to a second handle',
  lockHandles: 'gives the lock of one of two handles to the other only after its release',
  members: 'has the members of the contract, and none whose name is nearly one of theirs',
  lockMembers: 'gives locks with the members of the contract',
  wakes: 'works after wake, which never throws',
  resolves: 'makes a path absolute, and leaves absolute paths as they are',
  describes: 'describes an entry to callers that do not know its class',
  refusesHeader: 'refuses a header that it could not return, and keeps the old entry',
  expires: 'deletes an entry soon after its lifetime',
  given: 'takes no notice of givenPath',
  wildcards: 'takes no character of a base for a wildcard',
  deleteWildcards: 'takes no character of a base for a wildcard in deleteAll',
  anyTags: 'finds tags of any characters',
  anyTagsUnder: 'finds tags of any characters under a base',
  deletesAnyTags: 'deletes tags of any characters in deleteTagged',
  damageStat: 'does not call a damaged entry missing in stat',
  damageDelete: 'deletes a damaged entry',
  damageList: 'lists and deletes the other entries if one is damaged',
  listsAll: 'lists all entries for the base that is empty',
  lockLimit: 'waits for a holder no longer than it was told',
  lockSets: 'stores with set of a lock only while the lock is held',
  lockSweep: 'leaves a lock with its holder in sweep',
  lockDeletes: 'takes the lock from its holder when another handle deletes the entry',
  lockDies: 'gives the lock of a holder that died to one other',
  shares: 'registers in share a computation beside the holder of the lock',
  shareSets: 'refuses the result of a shared computation after a delete',
  ends: 'ends in endComputations the computations at a base and under it, and no other',
  endsTagged: 'ends in endComputations only results with one of the tags',
  endsExact: 'ends in endComputations without a base those of path functions',
  deleteTaggedEnds: 'ends in deleteTagged the right to store values with one of the tags',
  deleteAllEnds: 'takes the locks from their holders in deleteAll',
  reportsEach: 'reports to each listener, also after another one is stopped',
  reportsStart: 'reports what changed since the call of subscribe, or that it has missed some',
  reportsCut: 'reports what changed while it was cut off, or that it has missed some',
  reportsOwn: 'reports changes of its own only within their call',
  reportsBase: 'reports a deleteAll of others with the right base',
  reportsTags: 'reports a deleteTagged of others with the right tags',
  reportsOrder: 'gives changes and locks an order that can be compared',
  reports: 'reports sets and deletes of others until it is stopped',
} as const

export function createBrokenStore(
  fault: string,
  override: Override,
  ...failedChecks: readonly (keyof typeof titles)[]
): BrokenStore {
  return { fault, source: createSource(override), failedChecks: failedChecks.map((name) => titles[name]) }
}

/** A second handle is another object on the same medium. Damage stays until the next set, as on a disk. */
export function createSource(override: Override): StoreSource {
  const damaged = new WeakMap<Store, Set<string>>()
  return {
    create() {
      const damagedIds = new Set<string>()
      const store = override(detectDamage(memoryStore() as WorkingStore, damagedIds)) // `memoryStore` has `sync`
      damaged.set(store, damagedIds)
      return store
    },
    reopen: (store) => ({ ...store }),
    damage: (store, address) => void damaged.get(store)?.add(idOf(address)),
  }
}

function detectDamage(store: WorkingStore, damagedIds: Set<string>): WorkingStore {
  return {
    ...store,
    async get(address, types) {
      if (damagedIds.has(idOf(address))) throw new StoreError('DAMAGED', 'damaged')
      return store.get(address, types)
    },
    async set(address, entry, types) {
      damagedIds.delete(idOf(address))
      await store.set(address, entry, types)
    },
    async delete(address) {
      damagedIds.delete(idOf(address))
      await store.delete(address)
    },
  }
}

/** Overrides asynchronous methods, and removes `sync`: otherwise the checks of the synchronous methods would fail too. */
export const overrideAsync =
  (override: (store: WorkingStore) => Partial<Store>): Override =>
  (store) => {
    const { sync: _, ...asyncStore } = store
    return { ...asyncStore, ...override(store) }
  }

/** The same without locks and reports: what deletes many entries would have to end and to report them. */
export const overrideBare =
  (override: (store: WorkingStore) => Partial<Store>): Override =>
  (store) => {
    const { lock: _, subscribe: __, sync: ___, ...bareStore } = store
    return { ...bareStore, ...override(store) }
  }

export function isUnderPattern(base: string, { path }: Address): boolean {
  const pattern = base
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
  return new RegExp(`^${pattern}(/|$)`).test(path)
}

/** Several texts in one column, as a careless author would keep them. */
export const splitTags = (tags: readonly string[]): readonly string[] => tags.join(',').split(',')

export async function deleteMatching(store: WorkingStore, matches: (stat: EntryStat) => boolean): Promise<void> {
  for await (const stat of store.list('')) if (matches(stat)) await store.delete(stat.address)
}

export const changeStored = (change: (entry: Entry) => Entry): Override =>
  overrideAsync((store) => ({ set: (address, entry, types) => store.set(address, change(entry), types) }))

export const changeListed = (change: (stat: EntryStat) => EntryStat | undefined): Override =>
  overrideAsync((store) => ({ list: (base) => mapStats(store.list(base), change) }))

export async function* mapStats(
  found: AsyncIterable<EntryStat>,
  change: (stat: EntryStat) => EntryStat | undefined,
): AsyncGenerator<EntryStat> {
  for await (const stat of found) {
    const changed = change(stat)
    if (changed !== undefined) yield changed
  }
}

export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2))

export function idOf({ path, key, exact }: Address): string {
  return JSON.stringify([path, key, exact])
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
