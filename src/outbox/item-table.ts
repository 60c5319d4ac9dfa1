import type { Engine } from '../engine/engine.ts'
import type { ItemChange } from '../engine/events/event.ts'
import { log } from '../engine/log.ts'
import { BoundedMap } from '../engine/memory/bounded-map.ts'
import type { CacheHandle } from '../engine/request/cache-handle.ts'
import { resolveKey } from '../engine/request/resolve-key.ts'
import { reportTrouble } from '../engine/trouble.ts'
import { OutboxError } from '../errors.ts'
import type { Item, ItemRecord, ItemStatus, OutboxEntry } from './item.ts'
import { compareItems, toError, toItemChange } from './item.ts'
import type { Layer } from './layers.ts'
import { addLayers, markAnswered, removeLayers } from './layers.ts'
import type { Mutation } from './mutation.ts'
import { fitVersion } from './mutation.ts'

/** Who waits for the answer of an item. */
interface Waiter {
  resolve(answer: unknown): void
  reject(error: unknown): void
}

/**
 * The items in memory, in their order, with the layers that they show. Each change of an item goes through `apply`, whether this
 * process makes it, or the store reports it from another one:
 *
 *     (new) → pending → answered → (removed)
 *                ↑ ↓
 *              refused → (removed)
 */
export class ItemTable {
  readonly engine: Engine
  readonly #handle: CacheHandle
  readonly #mutations: Readonly<Record<string, Mutation>>
  readonly #waiters = new Map<string, Waiter>()
  readonly #listeners = new Set<() => void>()
  readonly #onChange: (() => void)[] = []
  /** The ids of items that were removed. A read that began before may return one of them. */
  readonly #removed = new BoundedMap<true>()
  #items: readonly Item[] = []
  #entries: readonly OutboxEntry[] = []

  constructor(handle: CacheHandle, mutations: Readonly<Record<string, Mutation>>) {
    this.engine = handle.engine
    this.#handle = handle
    this.#mutations = mutations
  }

  /** All items, in the order in which they are sent. */
  get items(): readonly Item[] {
    return this.#items
  }

  /** The items that the server has not answered, as the application sees them. The list is the same until something changes. */
  get entries(): readonly OutboxEntry[] {
    return this.#entries
  }

  get(id: string): Item | undefined {
    return this.#items.find(({ record }) => record.id === id)
  }

  subscribe(listener: () => void): () => void {
    const own = () => listener()
    this.#listeners.add(own)
    return () => void this.#listeners.delete(own)
  }

  /** Resolves with the answer of the server. Rejects if the item is refused or removed. */
  waitForAnswer(id: string): Promise<unknown> {
    return new Promise((resolve, reject) => this.#waiters.set(id, { resolve, reject }))
  }

  /** Takes an item as it is now. `isForeign`: another tab or process has changed it. `error`: what `send` threw, if that is known. */
  apply(record: ItemRecord, { error, isForeign = false }: { error?: unknown; isForeign?: boolean } = {}): void {
    if (record.state === 'discarded') {
      this.remove(record.id, new OutboxError('the item was discarded in another tab or process'))
      return
    }
    if (this.#removed.get(record.id)) return
    const known = this.get(record.id)
    const item = known ?? this.#createItem(record)
    const before = known?.record.state
    item.record = record
    if (!known) this.#items = [...this.#items, item].sort(compareItems)
    if (before !== record.state) {
      item.isForeign = isForeign
      this.#changeState(item, error)
      this.report(
        item,
        toItemChange(record.state, before),
        record.state === 'refused' ? { error: item.error } : undefined,
      )
    }
    if (record.needsFetch) item.isForeign = false
    this.notify()
  }

  /** Forgets an item and ends its layers. `isKept`: the store keeps it. */
  remove(id: string, reason: unknown, isKept = false): void {
    const item = this.get(id)
    if (!item) return
    if (!isKept && item.record.state !== 'answered') this.report(item, 'discarded')
    this.#removed.set(id, true)
    this.#items = this.#items.filter((each) => each !== item)
    item.controller?.abort(reason)
    this.#hide(item)
    this.#takeWaiter(id)?.reject(reason)
    this.notify()
  }

  /** Forgets all items and ends their layers. */
  clear(reason: OutboxError, isKept = false): void {
    for (const { record } of this.#items) this.remove(record.id, reason, isKept)
  }

  /** Resolves when something has changed, also what no entry tells. */
  nextChange(): Promise<void> {
    return new Promise((resolve) => this.#onChange.push(resolve))
  }

  /** Emits an event of an item. */
  report({ attempts, record }: Item, change: ItemChange, details?: { readonly error: unknown }): void {
    const address = { path: this.#handle.base ?? '', key: '', exact: false }
    const item = { change, item: record.id, name: record.name, attempt: attempts }
    this.engine.emit?.('outbox', { address }, { ...item, ...details })
  }

  /** Tells that something about an item has changed. */
  notify(): void {
    const stopped = new Set<string>()
    const next = this.#items.flatMap((item) => {
      if (item.record.state === 'refused' && item.mutation?.onRefused === 'stop-scope') stopped.add(item.record.scope)
      return item.record.state === 'answered' ? [] : [toOutboxEntry(item, stopped)]
    })
    for (const resolve of this.#onChange.splice(0)) resolve()
    if (isSameList(this.#entries, next)) return
    this.#entries = next
    for (const listener of [...this.#listeners]) callListener(listener)
  }

  #changeState(item: Item, error: unknown): void {
    const { answer, answeredAt, id, state } = item.record
    item.controller = undefined
    item.retryAt = 0
    if (state === 'pending') {
      item.attempts = 0
      delete item.error
      this.#show(item)
    }
    if (state === 'answered') {
      if (item.layers.length === 0) this.#show(item) // it was answered before this page was loaded
      markAnswered(item.layers, answeredAt ?? this.engine.clock.now())
      this.#takeWaiter(id)?.resolve(answer)
    }
    if (state === 'refused') {
      this.#hide(item)
      item.error = error ?? toError(item.record)
      this.#takeWaiter(id)?.reject(item.error)
    }
  }

  #createItem(record: ItemRecord): Item {
    const { arg, name, version } = record
    const item = { record, attempts: 0, retryAt: 0, isForeign: false, waitsForData: false, layers: [], arg }
    const mutation = Object.hasOwn(this.#mutations, name) ? this.#mutations[name] : undefined
    try {
      return { ...item, ...fitVersion(mutation, arg, version) }
    } catch (error) {
      const message = `the outbox keeps an item "${name}" of version ${version} unsent`
      reportTrouble(this.engine, ['outbox item', `${name} ${version}`], `${message}: ${String(error)}`)
      return { ...item, mutation: undefined }
    }
  }

  #show(item: Item): void {
    item.layers = this.#createLayers(item)
    addLayers(item.layers)
  }

  #hide(item: Item): void {
    const { layers } = item
    item.layers = []
    removeLayers(layers)
  }

  #createLayers(item: Item): readonly Layer[] {
    const { addedAt, id, name, order } = item.record
    try {
      return (item.mutation?.show?.(item.arg, { id }) ?? []).flatMap(([key, change]) => {
        const request = resolveKey(key, this.#handle, {})
        // What comes in is the data of the entry; only the application knows its type.
        return request ? [{ request, change: change as Layer['change'], addedAt, order: [order, id] as const }] : []
      })
    } catch (error) {
      reportTrouble(this.engine, ['outbox show', name], `the "show" of "${name}" threw; its items show nothing`, error)
      return []
    }
  }

  #takeWaiter(id: string): Waiter | undefined {
    const waiter = this.#waiters.get(id)
    this.#waiters.delete(id)
    return waiter
  }
}

function isSameList(one: readonly OutboxEntry[], other: readonly OutboxEntry[]): boolean {
  return one.length === other.length && one.every((entry, at) => isSameEntry(entry, other[at]))
}

function isSameEntry(one: OutboxEntry, other: OutboxEntry | undefined): boolean {
  const { addedAt, attempts, error, id, status } = one
  return (
    id === other?.id &&
    status === other.status &&
    [addedAt, attempts, error].every((value, at) => Object.is(value, [other.addedAt, other.attempts, other.error][at]))
  )
}

function toOutboxEntry(item: Item, stopped: ReadonlySet<string>): OutboxEntry {
  const { addedAt, id, name } = item.record
  const { arg, attempts, error } = item
  return { id, name, arg, status: statusOf(item, stopped), attempts, addedAt, ...(error !== undefined && { error }) }
}

function statusOf({ controller, mutation, record }: Item, stopped: ReadonlySet<string>): ItemStatus {
  if (!mutation) return 'unknown'
  if (record.state === 'refused') return 'refused'
  if (controller) return 'sending'
  return stopped.has(record.scope) ? 'held' : 'pending'
}

function callListener(listener: () => void): void {
  try {
    listener()
  } catch (error) {
    log('warn', 'a subscriber of an outbox threw', error)
  }
}
