import type { Cachetta } from '../cachetta/interface.ts'
import type { CacheHandle } from '../engine/request/cache-handle.ts'
import { requireHandle } from '../engine/request/cache-handle.ts'
import { reportTrouble } from '../engine/trouble.ts'
import { parseDuration } from '../entry/duration.ts'
import { writeValue } from '../entry/json/value-text.ts'
import { copyValue } from '../entry/plain-json.ts'
import { InvalidOptionError, OutboxError } from '../errors.ts'
import { keyText } from '../key/canonical.ts'
import { encodeUtf8 } from '../key/utf8.ts'
import { initReconnect, isOnline } from '../react/config/browser.ts'
import { StoreFollower } from './changes.ts'
import type { ItemRecord, OutboxEntry } from './item.ts'
import type { ItemStore } from './item-store.ts'
import { createItemStore } from './item-store.ts'
import { ItemTable } from './item-table.ts'
import type { Mutation, Mutations } from './mutation.ts'
import { checkMutation } from './mutation.ts'
import type { OutboxOptions } from './options.ts'
import { checkOutboxOptions } from './options.ts'
import { Sender } from './sender.ts'
import { createUuid } from './uuid.ts'

/** Adds an item. Resolves with the answer of the server. Rejects if it refuses, and if the item cannot be stored. */
export type AddItem<Arg, Answer> = undefined extends Arg
  ? (arg?: Arg) => Promise<Answer>
  : (arg: Arg) => Promise<Answer>

/** What an outbox has beside its mutations. */
export interface OutboxMethods {
  /** Resolves when the stored items are known and shown. Never rejects. */
  readonly ready: Promise<void>
  /** Returns the items that the server has not accepted, in their order. The list is the same until something changes. */
  entries(): readonly OutboxEntry[]
  /** Calls `listener` when `entries()` has changed. Returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void
  /** Resolves when nothing can be sent right now: all is sent, or waits for the network, for a pause, or for `retry`. */
  flush(): Promise<void>
  /** Sends a refused item again, and one that waits for the end of a pause at once. Its age counts from now. */
  retry(id: string): Promise<void>
  /** Removes an item. The promise of its call rejects. */
  discard(id: string): Promise<void>
  /** Stops to send and to show. The items stay in the store. */
  close(): Promise<void>
}

/** An outbox: a function for each mutation, and the methods for all items. */
export type Outbox<Args = unknown, Answers = unknown> = OutboxMethods & {
  readonly [Name in keyof Args & keyof Answers]: AddItem<Args[Name], Answers[Name]>
}

/**
 * Creates an outbox: it keeps mutations in the store of the cache until the server has answered. Items survive a reload, the end
 * of the process and time without a network. They show at once, as layers over the entries that they change.
 * @throws {InvalidOptionError} when `cache` is not a Cachetta, or a mutation or an option is unknown or has a wrong value.
 * @example
 * ```ts
 * import { Cachetta } from 'cachetta'
 * import { createOutbox } from 'cachetta/outbox'
 *
 * interface Note { id: string; text: string; isPending?: boolean }
 *
 * const cache = new Cachetta({ path: 'app' })
 * export const outbox = createOutbox(cache, {
 *   addNote: {
 *     send: async ({ text }: { text: string }, { id, signal }) => {
 *       const response = await fetch('/notes', { method: 'POST', body: JSON.stringify({ id, text }), signal })
 *       if (!response.ok) throw Object.assign(new Error('not accepted'), { status: response.status })
 *       return (await response.json()) as Note
 *     },
 *     show: ({ text }, { id }) => [[['notes'], (notes: Note[] = []) => [...notes, { id, text, isPending: true }]]],
 *   },
 * })
 * ```
 */
export function createOutbox<
  Args extends { readonly [Name in keyof Args]: unknown },
  Answers extends { readonly [Name in keyof Answers]: unknown },
  Shown extends { readonly [Name in keyof Shown]: unknown },
>(cache: Cachetta, mutations: Mutations<Args, Answers, Shown>, options: OutboxOptions = {}): Outbox<Args, Answers> {
  const handle = requireHandle(cache)
  checkOutboxOptions(options)
  for (const [name, mutation] of Object.entries(mutations)) checkMutation(name, mutation)
  // The items of a name have the argument of its mutation, so the types of the arguments end here.
  const core = new OutboxCore(handle, mutations as unknown as Readonly<Record<string, Mutation>>, options)
  const methods: OutboxMethods = {
    ready: core.ready,
    entries: () => core.table.entries,
    subscribe: (listener) => core.table.subscribe(listener),
    flush: () => core.flush(),
    retry: (id) => core.retry(id),
    discard: (id) => core.discard(id),
    close: () => core.close(),
  }
  const functions = Object.keys(mutations).map((name) => {
    if (Object.hasOwn(methods, name)) throw new InvalidOptionError(`${name}: an outbox has a method of this name`)
    return [name, (arg: unknown) => core.add(name, arg)] as const
  })
  return Object.freeze({ ...Object.fromEntries(functions), ...methods }) as unknown as Outbox<Args, Answers> // typed by the mutations
}

/**
 * How long the outbox waits after a listing that failed, and after the first one: on a busy machine, IndexedDB opens late, and the
 * store lists nothing until then.
 *
 *     page       |-list: nothing-|                    |-list: item 1-|
 *     database   |----------opens-----------|
 */
const LIST_AGAIN_MS = 5_000

class OutboxCore {
  readonly table: ItemTable
  readonly ready: Promise<void>
  readonly #handle: CacheHandle
  readonly #mutations: Readonly<Record<string, Mutation>>
  readonly #options: Required<Pick<OutboxOptions, 'maxItems' | 'maxBytes'>>
  readonly #store: ItemStore
  readonly #follower: StoreFollower
  readonly #sender: Sender
  readonly #stopReconnect: (() => void) | undefined
  /** The last call of `add`, until its item is stored: items are stored in the order of the calls. */
  #adding: Promise<unknown>
  #isClosed = false

  constructor(handle: CacheHandle, mutations: Readonly<Record<string, Mutation>>, options: OutboxOptions) {
    const { maxBytes = 1_000_000, maxItems = 1_000, maxAge = '30d', name = 'main' } = options
    this.#handle = handle
    this.#mutations = mutations
    this.#options = { maxBytes, maxItems }
    this.#store = createItemStore(handle, name)
    this.table = new ItemTable(handle, mutations)
    this.#sender = new Sender(this.table, this.#store, {
      maxItems,
      maxAge: parseDuration(maxAge, 'maxAge'),
      isOnline: options.isOnline ?? isOnline,
    })
    this.#follower = new StoreFollower(this.table, this.#store, this.#sender)
    this.#stopReconnect = (options.initReconnect ?? initReconnect)(() => this.#sender.wake(true)) ?? undefined
    if (handle.engine.store.name === 'memory') {
      reportTrouble(
        handle.engine,
        ['outbox', 'memory'],
        'the outbox is over a memory store: its items end with the process',
      )
    }
    this.ready = this.#load()
    this.#adding = this.ready
  }

  add(name: string, arg: unknown): Promise<unknown> {
    const answer = this.#add(name, arg)
    answer.catch(() => {}) // `onError` and `entries()` tell it, too
    return answer
  }

  async flush(): Promise<void> {
    await this.#adding
    await this.#sender.flush()
  }

  async retry(id: string): Promise<void> {
    const item = this.table.get(id)
    if (!item) return
    item.retryAt = 0
    if (item.record.state === 'refused') {
      const { refusal: _, ...record } = item.record
      const pending: ItemRecord = { ...record, state: 'pending', addedAt: this.#handle.engine.clock.now() }
      if (!(await this.#store.write(pending)))
        throw new OutboxError('the store did not keep the item; it stays refused')
      this.table.apply(pending)
    }
    this.#sender.wake()
  }

  async discard(id: string): Promise<void> {
    const item = this.table.get(id)
    if (!item || item.record.state === 'answered') return
    this.table.remove(id, new OutboxError('the item was discarded'))
    const isTold = await this.#store.write({ ...item.record, state: 'discarded' })
    if (isTold) this.#store.deleteSoon(id)
    else await this.#store.delete(id)
    this.#sender.wake()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#stopReconnect?.()
    this.#follower.stop()
    const closing = this.#sender.close()
    this.table.clear(new OutboxError('the outbox is closed; its items stay in the store'), true)
    await closing
  }

  async #load(isFirst = true): Promise<void> {
    const isListed = await this.#follower.load(false)
    if (this.#isClosed || (isListed && !isFirst)) return
    // A process need not stay alive for it if the list is there.
    this.#handle.engine.clock.startTick(LIST_AGAIN_MS, () => void this.#load(false))(!isListed)
  }

  async #add(name: string, arg: unknown): Promise<unknown> {
    const item = this.#createItem(name, arg)
    const storing = this.#adding.then(() => this.#storeItem(item))
    this.#adding = storing.catch(() => {})
    return (await storing).answer
  }

  /** Copies the argument: the caller may change it while the item waits. */
  #createItem(name: string, arg: unknown): Omit<ItemRecord, 'order'> {
    const { engine, policy } = this.#handle
    const { scope, version = 0 } = this.#mutations[name] ?? {}
    const copy = copyValue(arg, policy.types)
    const bytes = encodeUtf8(writeValue(copy, policy.types)).length
    if (bytes > this.#options.maxBytes) {
      throw new OutboxError(`${name}: the argument has ${bytes} bytes; maxBytes allows ${this.#options.maxBytes}`)
    }
    const scopeText = scope ? `scope ${keyText(scope(copy))}` : `name ${name}`
    return {
      id: createUuid(),
      name,
      arg: copy,
      version,
      scope: scopeText,
      addedAt: engine.clock.now(),
      state: 'pending',
    }
  }

  /** The clock may be set back, so an item comes after all that are known. */
  async #storeItem(item: Omit<ItemRecord, 'order'>): Promise<{ answer: Promise<unknown> }> {
    if (this.#isClosed) throw new OutboxError('the outbox is closed')
    const { entries, items } = this.table
    if (entries.length >= this.#options.maxItems) {
      throw new OutboxError(`${item.name}: ${entries.length} items wait; maxItems allows ${this.#options.maxItems}`)
    }
    const last = items.at(-1)?.record.order ?? 0
    const record: ItemRecord = { ...item, order: Math.max(item.addedAt, last + 1) }
    const isStored = (await this.#store.write(record)) && (await this.#store.read(item.id))
    if (!isStored) {
      await this.#store.delete(item.id)
      throw new OutboxError(`${item.name}: the store did not keep the item; nothing is sent`)
    }
    if (this.#isClosed) throw new OutboxError('the outbox was closed; the item stays in the store')
    const answer = this.table.waitForAnswer(item.id)
    answer.catch(() => {})
    this.table.apply(record)
    this.#sender.wake()
    return { answer }
  }
}
