// After the answer: the entries that an item has changed are fetched once, then the item and its layers go. Items that are sent in
// a row are settled together:
//
//     item 1     |-send-|answer                              removed
//     item 2            |-send-|answer                       removed
//     entry                    |-----fetch-----|new data     shown, without both layers
//
// An answer that comes during the fetch drops it. Then the item waits for the fetch after that answer.

import { mutateEntry } from '../engine/change/mutate.ts'
import { limitTime } from '../engine/clock.ts'
import { restoreEntry } from '../engine/read/restore.ts'
import type { KeyRequest } from '../engine/request/resolve-key.ts'
import { OutboxError } from '../errors.ts'
import type { Item } from './item.ts'
import type { ItemStore } from './item-store.ts'
import type { ItemTable } from './item-table.ts'
import { hasNewData } from './layers.ts'

/** The layers go after this time, however long the fetch takes. */
const FETCH_MS = 30_000

/** Settles answered items. */
export interface Settler {
  readonly isSettling: boolean
  /** Starts to settle the items that were sent here, and touch no entry of an item which is being sent, or is about to be. */
  start(): void
}

/** `isBusy` tells whether an item is being sent, or is about to be. */
export function createSettler(table: ItemTable, store: ItemStore, isBusy: (item: Item) => boolean): Settler {
  let isSettling = false

  const takeBatch = (): readonly Item[] => {
    const busy = new Set(table.items.filter(isBusy).flatMap(entriesOf))
    return table.items.filter(
      (item) => isAnswered(item) && !item.isForeign && !entriesOf(item).some((id) => busy.has(id)),
    )
  }
  const settleBatch = async (batch: readonly Item[]): Promise<void> => {
    const layers = batch.flatMap((item) => item.layers)
    await Promise.all(layers.map(({ request }) => restoreEntry(request.handle.engine, request, true)))
    const outdated = layers.filter((layer) => !hasNewData(layer))
    const requests = new Map(outdated.map(({ request }) => [request.id, request]))
    const fetching = Promise.all([...requests.values()].map(refetch))
    await limitTime(table.engine.clock, FETCH_MS, fetching, () => undefined).catch(() => {})
    const later = table.items.filter((item) => isAnswered(item) && !batch.includes(item))
    const waiting = new Set(later.flatMap(entriesOf))
    const settled = batch.filter((item) => !entriesOf(item).some((id) => waiting.has(id)))
    for (const { record } of settled) table.remove(record.id, new OutboxError('the item has been sent'))
    await Promise.all(settled.map(({ record }) => store.delete(record.id)))
  }
  const settle = async (): Promise<void> => {
    isSettling = true
    for (let batch = takeBatch(); batch.length > 0; batch = takeBatch()) await settleBatch(batch)
    isSettling = false
    table.notify()
  }
  return {
    get isSettling() {
      return isSettling
    },
    start() {
      if (!isSettling) void settle()
    },
  }
}

function isAnswered({ record }: Item): boolean {
  return record.state === 'answered'
}

function entriesOf({ layers }: Item): readonly string[] {
  return layers.map(({ request }) => request.id)
}

/** Hooks that show the entry fetch it now, others when they mount. Resolves when no fetch is in progress. */
async function refetch(request: KeyRequest): Promise<void> {
  const { engine } = request.handle
  await mutateEntry(engine, request, [])
  for (;;) {
    const flight = engine.slots.get(request.id)?.flight
    if (!flight || flight.entry) return
    await Promise.race([flight.promise.catch(() => {}), flight.dropped])
  }
}
