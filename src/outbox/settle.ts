// After the answer: the entries that an item has changed are fetched once, then the item and its layers go. Items that are sent in
// a row are settled together:
//
//     item 1     |-send-|answer                              removed
//     item 2            |-send-|answer                       removed
//     entry                    |-----fetch-----|new data     shown, without both layers
//
// An answer that comes during the fetch drops it. Then the item waits for the fetch after that answer.
//
// If the fetch fails, or nobody shows the entry, the item and its layers stay until newer data is there, because without them the
// screen would lose what the server has:
//
//     item       |-send-|answer                                          removed
//     entry             |--fetch--✗ offline         |--fetch--|new data
//     shown      | with the layer                             | without

import { mutateEntry } from '../engine/change/mutate.ts'
import { limitTime } from '../engine/clock.ts'
import { setNeedsRefetch } from '../engine/memory/memories.ts'
import { restoreEntry } from '../engine/read/restore.ts'
import type { EntryRequest } from '../engine/request/request.ts'
import type { KeyRequest } from '../engine/request/resolve-key.ts'
import { notifyListeners, supersede } from '../engine/slot/slot.ts'
import { OutboxError } from '../errors.ts'
import type { Item } from './item.ts'
import type { ItemStore } from './item-store.ts'
import type { ItemTable } from './item-table.ts'
import type { Layer } from './layers.ts'
import { hasNewData, isNeeded } from './layers.ts'

/** A fetch that takes longer counts as failed. */
const FETCH_MS = 30_000

/** What the settler needs beside the items. */
export interface SettlerOptions {
  /** How many answered items may wait for newer data, and for how long. */
  readonly maxItems: number
  readonly maxAge: number
  /** Tells whether an item is being sent, or is about to be. */
  isBusy(item: Item): boolean
}

/** Settles the answered items that were sent here, and touch no entry of an item which is being sent, or is about to be. */
export class Settler {
  readonly #table: ItemTable
  readonly #store: ItemStore
  readonly #options: SettlerOptions
  #isSettling = false

  constructor(table: ItemTable, store: ItemStore, options: SettlerOptions) {
    this.#table = table
    this.#store = store
    this.#options = options
    table.engine.showListeners.add(this.#onShow)
  }

  get isSettling(): boolean {
    return this.#isSettling
  }

  /** `isRetry`: fetches again what could not be fetched before. */
  start(isRetry = false): void {
    if (isRetry) for (const item of this.#table.items) item.waitsForData = false
    if (!this.#isSettling) void this.#settle()
  }

  close(): void {
    this.#table.engine.showListeners.delete(this.#onShow)
  }

  /** The hook that shows the entry may fetch it by itself, so this comes after it. */
  readonly #onShow = ({ id }: EntryRequest, isShown: boolean): void => {
    const waiting = this.#table.items.filter((item) => item.waitsForData && entriesOf(item).includes(id))
    if (isShown && waiting.length > 0) this.#table.engine.clock.after(0, () => this.#settleAgain(waiting))
  }

  #settleAgain(items: readonly Item[]): void {
    for (const item of items) item.waitsForData = false
    this.start()
  }

  async #settle(): Promise<void> {
    this.#isSettling = true
    for (let batch = this.#takeBatch(); batch.length > 0; batch = this.#takeBatch()) await this.#settleBatch(batch)
    await this.#remove(this.#listExcess())
    this.#isSettling = false
    this.#table.notify()
  }

  #takeBatch(): readonly Item[] {
    const { items } = this.#table
    const busy = new Set(items.filter((item) => this.#options.isBusy(item)).flatMap(entriesOf))
    const isTaken = (item: Item) => isAnswered(item) && !item.isForeign && !item.waitsForData
    return items.filter((item) => isTaken(item) && !entriesOf(item).some((id) => busy.has(id)))
  }

  async #settleBatch(batch: readonly Item[]): Promise<void> {
    const { clock } = this.#table.engine
    const layers = batch.flatMap((item) => item.layers)
    await Promise.all(layers.map(({ request }) => restoreEntry(request.handle.engine, request, true)))
    const outdated = layers.filter((layer) => !hasNewData(layer))
    await limitTime(clock, FETCH_MS, refetchAll(outdated), () => undefined).catch(() => {})
    const later = this.#takeBatch().filter((item) => !batch.includes(item))
    const waiting = new Set(later.flatMap(entriesOf))
    const ended = batch.filter((item) => !entriesOf(item).some((id) => waiting.has(id)))
    const isSettled = ({ layers }: Item) => !layers.some((layer) => !hasNewData(layer) && isNeeded(layer))
    await this.#remove(ended.filter(isSettled))
    await Promise.all(ended.filter((item) => !isSettled(item)).map((item) => this.#wait(item)))
  }

  async #remove(items: readonly Item[]): Promise<void> {
    for (const { record } of items) this.#table.remove(record.id, new OutboxError('the item has been sent'))
    await Promise.all(items.map(({ record }) => this.#store.delete(record.id)))
  }

  /** Other tabs, which may show the entry, are told that nobody has fetched it. */
  async #wait(item: Item): Promise<void> {
    item.waitsForData = true
    for (const layer of item.layers) layer.onOver = () => this.#settleAgain([item])
    if (item.record.needsFetch || item.isDeleted || this.#table.get(item.record.id) !== item) return
    item.record = { ...item.record, needsFetch: true }
    await this.#store.write(item.record).catch(() => {}) // an answer that cannot be stored
  }

  #listExcess(): readonly Item[] {
    const { maxAge, maxItems } = this.#options
    const now = this.#table.engine.clock.now()
    const waiting = this.#table.items.filter((item) => isAnswered(item) && item.waitsForData)
    return waiting.filter(
      ({ record }, at) => at < waiting.length - maxItems || now - (record.answeredAt ?? record.addedAt) > maxAge,
    )
  }
}

function isAnswered({ record }: Item): boolean {
  return record.state === 'answered'
}

function entriesOf({ layers }: Item): readonly string[] {
  return layers.map(({ request }) => request.id)
}

async function refetchAll(layers: readonly Layer[]): Promise<void> {
  const requests = new Map(layers.map(({ request }) => [request.id, request]))
  const isFetched = new Map<string, boolean>()
  await Promise.all(
    Array.from(requests, async ([id, request]) => {
      isFetched.set(id, await refetch(request))
    }),
  )
  for (const layer of layers) layer.acceptsWrites = isFetched.get(layer.request.id) === false
}

/**
 * Hooks that show the entry fetch it now, others when they mount. A request that runs already has begun after the answer. Resolves
 * when none runs, to false if nobody fetches what is shown.
 */
async function refetch(request: KeyRequest): Promise<boolean> {
  const { engine } = request.handle
  const slot = engine.slots.get(request.id)
  const isShown = slot !== undefined && slot.listeners.size > 0
  if (!isShown) await mutateEntry(engine, request, [])
  const isRunning = slot?.flight && !slot.flight.entry
  let answers: readonly unknown[] = []
  if (isShown && !isRunning) {
    supersede(slot, 'mutate')
    setNeedsRefetch(engine, request.id, true)
    answers = notifyListeners(slot, 'refetch', 'mutate')
    await Promise.allSettled(answers)
  }
  for (;;) {
    const flight = engine.slots.get(request.id)?.flight
    if (!flight || flight.entry) return !isShown || isRunning === true || answers.some((answer) => answer !== undefined)
    await Promise.race([flight.promise.catch(() => {}), flight.dropped])
  }
}
