// What other tabs and processes do with the items. The store reports each item that was written or deleted. The engine reports to
// the entry of the sender what concerns all items: an invalidation of the base, and changes that the store has missed.
//
//     tab A   add      |-write 1-|                |-sends 1-|-write 1: answered-|-fetches-|-delete 1-|
//     tab B               told: read 1, shows it            told: read 1                  told: fetches if it shows older data

import type { Engine } from '../engine/engine.ts'
import type { ChangeReason } from '../engine/events/reasons.ts'
import { listen } from '../engine/slot/listen.ts'
import type { ChangeKind } from '../engine/slot/slot.ts'
import { guardStore } from '../engine/store/guard-store.ts'
import { OutboxError } from '../errors.ts'
import { idOf, isUnder } from '../key/address.ts'
import type { Change } from '../store/store.ts'
import type { ItemRecord } from './item.ts'
import type { ItemStore } from './item-store.ts'
import type { ItemTable } from './item-table.ts'
import type { Sender } from './sender.ts'

/** How long a tab waits after a read that failed, until it lists all items. */
const READ_AGAIN_MS = 5_000

/** Follows what the store and the engine report, until `stop` is called. */
export class StoreFollower {
  readonly #engine: Engine
  readonly #table: ItemTable
  readonly #store: ItemStore
  readonly #sender: Sender
  readonly #stopListening: () => void
  #stopFollowing: (() => void) | undefined
  /** The items that others have written, until they are read. */
  readonly #reading = new Map<string, Promise<void>>()
  /** The items that an invalidation in another tab deletes, until they are written after it. */
  readonly #invalidated = new Set<string>()
  /** True from the report of an invalidation until the items are listed, which may find some that are not deleted yet. */
  #isInvalidating = false
  #isStopped = false

  constructor(table: ItemTable, store: ItemStore, sender: Sender) {
    const { engine } = table
    this.#engine = engine
    this.#table = table
    this.#store = store
    this.#sender = sender
    void guardStore(engine, 'subscribe', store.sender, () => {
      this.#stopFollowing = engine.store.subscribe?.(this.#onStoreChange)
    })
    const request = { address: store.sender, id: idOf(store.sender), memory: undefined, policy: store.policy }
    this.#stopListening = listen(engine, request, this.#onSenderChange, true)
  }

  /** Reads all items. Resolves to false if the store cannot list them. */
  async load(isForeign: boolean): Promise<boolean> {
    const before = this.#table.items
    const records = await this.#store.list()
    if (!records) return false
    for (const record of records) this.#take(record, isForeign)
    if (this.#isInvalidating) for (const { id } of records) this.#invalidated.add(id)
    this.#isInvalidating = false
    const listed = new Set(records.map(({ id }) => id))
    const missing = before.filter(({ record }) => !listed.has(record.id))
    await Promise.all(missing.map(({ record }) => this.#removeIfGone(record.id)))
    this.#sender.wake()
    return true
  }

  stop(): void {
    this.#isStopped = true
    this.#stopFollowing?.()
    this.#stopListening()
  }

  readonly #onSenderChange = (change: ChangeKind, reason?: ChangeReason): unknown => {
    if (change === 'external') return this.load(true)
    return reason === 'invalidation'
      ? this.#table.clear(new OutboxError('invalidateAll() has emptied the outbox'))
      : undefined
  }

  readonly #onStoreChange = (change: Change): void => {
    const { address, type }: Partial<Change> = Object(change) // a store that anybody wrote may report anything
    if (this.#engine.ownCalls === 0 && type === 'invalidate') this.#onInvalidation(change)
    const id = this.#engine.ownCalls > 0 || !address ? undefined : this.#store.idAt(address)
    if (id === undefined) return
    if (type === 'set') this.#reading.set(id, this.#readAfter(this.#reading.get(id), id))
    else void this.#onDelete(id)
  }

  readonly #onInvalidation = (change: Change): void => {
    const { base }: { base?: unknown } = Object(change)
    if (typeof base !== 'string' || !isUnder(base, this.#store.sender)) return
    this.#isInvalidating = true
    for (const { record } of this.#table.items) this.#invalidated.add(record.id)
  }

  /** One that is discarded has another tab told it, or would have: its process has ended. */
  #take(record: ItemRecord, isForeign: boolean): void {
    this.#table.apply(record, { isForeign })
    if (record.state === 'discarded' && !isForeign) this.#store.deleteSoon(record.id)
  }

  async #readAfter(earlier: Promise<void> | undefined, id: string): Promise<void> {
    await earlier
    this.#invalidated.delete(id)
    const take = (record: ItemRecord): void => {
      this.#take(record, true)
      if (record.needsFetch) this.#sender.wake()
      else this.#sender.wakeLater()
    }
    const record = await this.#store.read(id, take)
    if (record) take(record)
    if (record === undefined) this.#engine.clock.after(READ_AGAIN_MS, () => void (this.#isStopped || this.load(true)))
  }

  /**
   * Whoever discards an item says so before it deletes it. Whoever sends it writes its answer, which a full store may not keep. So an
   * item that was only deleted was answered, unless all were deleted.
   */
  async #onDelete(id: string): Promise<void> {
    await this.#reading.get(id)
    this.#reading.delete(id)
    const item = this.#table.get(id)
    if (!item) return
    if (item.record.state === 'refused' || this.#invalidated.delete(id)) {
      return this.#table.remove(id, new OutboxError('the item was removed in another tab or process'))
    }
    if (item.record.state === 'pending') {
      this.#table.apply({ ...item.record, state: 'answered', answeredAt: this.#engine.clock.now() })
    }
    item.isDeleted = true
    item.isForeign = item.waitsForData = false
    this.#sender.wake()
  }

  async #removeIfGone(id: string): Promise<void> {
    if ((await this.#store.read(id)) === null) await this.#onDelete(id)
  }
}
