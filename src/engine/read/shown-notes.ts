// Notes of what the addresses of an application show, for `restore(cache)` after a reload. A note belongs to one pathname. It is an
// ordinary entry under the base of the cache: it is stored, evicted and invalidated like the others. It is written lazily:
//
//     hooks         |-mount a, b-|                          |-unmount a-|-mount c-|
//     pathname      /list                              /item
//     timer                      |~~~~1 s~~~~|                                    |~~~~1 s~~~~|
//     note                                   | /list: a, b |                                  | /item: b, c |
//
// A pathname that is left before its timer is due is noted when the first component of its page unmounts. A tab that is left writes
// what it has not written yet.

import type { Entry } from '../../entry/entry.ts'
import type { Address } from '../../key/address.ts'
import { idOf, internalKey, isUnder, staysUnder } from '../../key/address.ts'
import type { Engine } from '../engine.ts'
import { BoundedMap } from '../memory/bounded-map.ts'
import { peekAny } from '../memory/peek.ts'
import type { EntryRequest } from '../request/request.ts'
import { listen } from '../slot/listen.ts'
import { trackWrite, withSlot } from '../slot/slot.ts'
import { reportStoreFailure } from '../store/guard-store.ts'
import { deleteEntry, readEntry, writeEntry } from '../store/stored-entry.ts'

/** What a note needs of a cache. */
export interface NotedCache extends Pick<EntryRequest, 'memory' | 'policy'> {
  readonly engine: Engine
  readonly base: string
}

/** The address bar of an application. */
export interface AddressBar {
  /** `undefined` where there is none. */
  getPathname(): string | undefined
  /** Calls `callback` when the page is left or hidden. */
  onLeave(callback: () => void): void
}

const WRITE_AFTER_MS = 1_000

/** A note has at most as many entries as memory, and this many characters. */
const MAX_ENTRIES = 1_000
const MAX_LENGTH = 100_000

/** The notes of one cache. It begins to note when it is created. */
export class ShownNotes {
  readonly #cache: NotedCache
  readonly #addressBar: AddressBar
  /** What hooks show right now, by id, and how many of them. */
  readonly #shown = new Map<string, { readonly request: EntryRequest; count: number }>()
  /** The texts of notes that the store does not have yet, by pathname. */
  readonly #unwritten = new BoundedMap<string>()
  #pathname: string
  /** The text of the note of `#pathname` in the store, if it is known. */
  #written: string | undefined
  #stopTimer: (() => void) | undefined
  #stopListening: () => void

  constructor(cache: NotedCache, addressBar: AddressBar) {
    this.#cache = cache
    this.#addressBar = addressBar
    this.#pathname = addressBar.getPathname() ?? ''
    this.#stopListening = this.#listenToNote()
    cache.engine.showListeners.add((request, isShown) => this.#onShow(request, isShown))
    addressBar.onLeave(() => this.#write())
  }

  /** Resolves with the entries that the present pathname showed last. Never rejects. */
  async read(): Promise<readonly Address[]> {
    this.#followPathname()
    const { engine, policy } = this.#cache
    const { address } = this.#requestOf(this.#pathname)
    const entry = await readEntry(engine, address, policy.types)
    if (!entry) return []
    this.#written ??= String(entry.value)
    return parseNote(this.#cache, entry)
  }

  #onShow(request: EntryRequest, isShown: boolean): void {
    if (!isNoted(this.#cache, request)) return
    this.#followPathname()
    const { id } = request
    const known = this.#shown.get(id) ?? { request, count: 0 }
    known.count += isShown ? 1 : -1
    if (known.count > 0) this.#shown.set(id, known)
    else this.#shown.delete(id)
    this.#stopTimer ??= this.#cache.engine.clock.startTimeout(WRITE_AFTER_MS, () => this.#write())
  }

  /** Notes what the pathname showed that the application has just left. */
  #followPathname(): void {
    const current = this.#addressBar.getPathname() ?? ''
    if (current === this.#pathname) return
    this.#noteShown()
    this.#stopListening()
    this.#pathname = current
    this.#written = undefined
    this.#stopListening = this.#listenToNote()
  }

  /** An entry without data is not worth a note. It may have been invalidated. */
  #noteShown(): void {
    const requests = Array.from(this.#shown.values(), ({ request }) => request)
    const text = toNote(requests.filter((request) => peekAny(this.#cache.engine, request) !== undefined))
    if (text === (this.#written ?? EMPTY_NOTE)) this.#unwritten.delete(this.#pathname)
    else this.#unwritten.set(this.#pathname, text)
  }

  #write(): void {
    this.#stopTimer?.()
    this.#stopTimer = undefined
    this.#followPathname()
    this.#noteShown()
    for (const [pathname, text] of this.#unwritten) {
      if (pathname === this.#pathname) this.#written = text
      void storeNote(this.#cache, this.#requestOf(pathname), text)
    }
    this.#unwritten.clear()
  }

  /** `invalidateAll` deletes the notes, here or in another tab. What was noted before must not return. */
  #listenToNote(): () => void {
    const onDeleted = () => {
      this.#written = undefined
      this.#unwritten.clear()
    }
    return listen(this.#cache.engine, this.#requestOf(this.#pathname), onDeleted, true)
  }

  #requestOf(pathname: string): EntryRequest {
    const address: Address = { path: this.#cache.base, key: internalKey('shown at', pathname), exact: false }
    return { ...this.#cache, address, id: idOf(address) }
  }
}

/** An entry that a cached function stores in another way is left out, because the cache could not read it. */
function isNoted({ base, memory, policy }: NotedCache, request: EntryRequest): boolean {
  if (request.policy.persist === false || request.memory !== memory || request.policy.types !== policy.types)
    return false
  return isUnder(base, request.address)
}

const EMPTY_NOTE = '[]'

function toNote(requests: readonly EntryRequest[]): string {
  let length = 0
  const addresses = requests.slice(0, MAX_ENTRIES).map(({ address: { path, key, exact } }) => [path, key, exact])
  return JSON.stringify(
    addresses.filter((each) => {
      length += JSON.stringify(each).length
      return length < MAX_LENGTH
    }),
  )
}

/** Trusts nothing, because other code can write into the store. */
function parseNote({ base }: NotedCache, { value }: Entry): readonly Address[] {
  try {
    const list: unknown = JSON.parse(String(value))
    return Array.isArray(list) ? list.slice(0, MAX_ENTRIES).flatMap((each) => parseAddress(base, each)) : []
  } catch {
    return []
  }
}

function parseAddress(base: string, noted: unknown): readonly Address[] {
  const [path, key, exact]: readonly unknown[] = Array.isArray(noted) ? noted : []
  if (typeof path !== 'string' || typeof key !== 'string' || typeof exact !== 'boolean') return []
  const address: Address = { path, key, exact }
  return staysUnder(base, address) ? [address] : []
}

/** Through the slot, so that an invalidation that comes meanwhile deletes the note, too. Never rejects. */
function storeNote({ engine, policy }: NotedCache, request: EntryRequest, text: string): Promise<unknown> {
  const { address } = request
  const entry: Entry = { key: address.key, storedAt: engine.clock.now(), tags: [], value: text }
  const write = () => (text === EMPTY_NOTE ? deleteEntry(engine, address) : writeEntry(engine, address, entry, policy))
  return withSlot(engine, request, (slot) => trackWrite<unknown>(slot, write())).catch((error: unknown) =>
    reportStoreFailure(engine, 'write', address, error),
  )
}
