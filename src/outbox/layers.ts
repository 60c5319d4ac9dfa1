// What pending items show. A layer lies over an entry and is no part of it: it is applied to whatever the entry is right now.
//
//     entry     | v1                    | v2: from the server
//     layer     |    add note 1         | add note 1
//     shown     | v1 + note 1           | v2 + note 1
//
// Once the server has answered, the next data that comes from it has the change. A fetch that began before the answer may not have
// it, so it is dropped. The layer is applied until the data is there, and not any more in the same read:
//
//     send       |-------answer|
//     fetch 1        |---------✗ dropped
//     fetch 2                   |-------------| v2: has note 1
//     shown      | v1 + note 1                | v2
//
// The stored entry, `mutate` and the decision whether to fetch never see a layer.

import type { Engine } from '../engine/engine.ts'
import type { MemoryEntry } from '../engine/memory/memory.ts'
import { peek, peekAny } from '../engine/memory/peek.ts'
import type { EntryRequest } from '../engine/request/request.ts'
import type { KeyRequest } from '../engine/request/resolve-key.ts'
import { notifyListeners, supersede } from '../engine/slot/slot.ts'
import { reportTrouble } from '../engine/trouble.ts'
import type { Entry } from '../entry/entry.ts'
import { addressText } from '../key/address.ts'

/** What one item changes in one entry. */
export interface Layer {
  readonly request: KeyRequest
  change(data: unknown): unknown
  /** When the item was added, in epoch milliseconds. */
  readonly addedAt: number
  /** The order of its item, and the id of the item if two have the same. */
  readonly order: readonly [number, string]
  /** Set once the server has answered. */
  answered?: { readonly at: number; readonly before: Entry | undefined }
  /** True once newer data than the answer was seen. */
  isOver?: boolean
  /** Called soon after newer data was seen. */
  onOver?: () => void
  /** True if nobody fetches the entry. Then what the application writes after the answer is the newer data. */
  acceptsWrites?: boolean
  /** True if `change` threw. */
  isBroken?: boolean
}

/** The layers over one entry. */
interface LayerStack {
  layers: readonly Layer[]
  /** What the layers make of entries. Emptied if the layers change. The stack itself stands for a missing entry. */
  applied: WeakMap<object, Entry>
}

const CLOCK_SKEW_MS = 60_000

const tables = new WeakMap<Engine, Map<string, LayerStack>>()

/** Shows layers. Each of their entries gets one notification. */
export function addLayers(layers: readonly Layer[]): void {
  for (const layer of layers) {
    const { handle, id } = layer.request
    const stacks = tableOf(handle.engine)
    const { layers: present = [] } = stacks.get(id) ?? {}
    const at = present.filter((other) => isBefore(other, layer)).length
    stacks.set(id, { layers: present.toSpliced(at, 0, layer), applied: new WeakMap() })
  }
  notifyAll(layers)
}

/** Ends layers. */
export function removeLayers(layers: readonly Layer[]): void {
  for (const layer of layers) {
    const { engine } = layer.request.handle
    const stacks = tableOf(engine)
    const stack = stacks.get(layer.request.id)
    const rest = stack?.layers.filter((each) => each !== layer) ?? []
    if (rest.length > 0) stacks.set(layer.request.id, { layers: rest, applied: new WeakMap() })
    else stacks.delete(layer.request.id)
    if (stacks.size === 0) delete engine.applyLayers
  }
  notifyAll(layers)
}

/** The server has answered. What it was asked before does not count any more. A refetch must follow. */
export function markAnswered(layers: readonly Layer[], at: number): void {
  for (const layer of layers) {
    const { handle, id } = layer.request
    layer.answered = { at, before: peekAny(handle.engine, layer.request)?.entry }
    const slot = handle.engine.slots.get(id)
    if (slot) supersede(slot, 'mutation')
    notifyListeners(slot, 'changed', 'mutation')
  }
}

function isBefore({ order: [one, oneId] }: Layer, { order: [other, otherId] }: Layer): boolean {
  return one === other ? oneId < otherId : one < other
}

function notifyAll(layers: readonly Layer[]): void {
  for (const { request } of layers) notifyListeners(request.handle.engine.slots.get(request.id))
}

function tableOf(engine: Engine): Map<string, LayerStack> {
  const stacks = tables.get(engine) ?? new Map<string, LayerStack>()
  tables.set(engine, stacks)
  engine.applyLayers ??= (request, memoryEntry) => applyLayers(engine, stacks.get(request.id), request, memoryEntry)
  return stacks
}

function applyLayers(
  engine: Engine,
  stack: LayerStack | undefined,
  request: EntryRequest,
  below: MemoryEntry | undefined,
): MemoryEntry | undefined {
  if (stack === undefined) return undefined
  for (const layer of stack.layers) if (!layer.isOver && isOver(layer, below)) endLayer(stack, layer)
  const layers = stack.layers.filter(({ isOver }) => !isOver)
  if (layers.length === 0) return undefined
  const known = stack.applied.get(below?.entry ?? stack)
  const entry = known ?? createLayered(engine, layers, request, below?.entry)
  stack.applied.set(below?.entry ?? stack, entry)
  if (entry.value === undefined) return undefined
  return below ? overEntry(below, entry) : overNothing(request, entry)
}

function endLayer(stack: LayerStack, layer: Layer): void {
  layer.isOver = true
  stack.applied = new WeakMap()
  if (layer.onOver) queueMicrotask(layer.onOver) // this may be a render
}

/** True if newer data than the answer is there. */
export function hasNewData(layer: Layer): boolean {
  const { handle } = layer.request
  peek(handle.engine, layer.request)
  return layer.isOver === true
}

/** False if there is nothing that the layer would complete: the data has gone, or there was none, and nobody shows it. */
export function isNeeded({ answered, request }: Layer): boolean {
  const { engine } = request.handle
  const isShown = (engine.slots.get(request.id)?.listeners.size ?? 0) > 0
  return peekAny(engine, request) !== undefined || (isShown && answered?.before === undefined)
}

/**
 * Data that the application has written says nothing about the server, so it ends no layer of an entry that is fetched. An entry of
 * the store is newer by its date. If the clock was set back, older data has a later date, so a date in the future, or that of the data before the answer, does not count.
 * The clocks of two machines differ by less than a minute:
 *
 *     clock   | 12:00 fetch 1 | 11:00 answer |     fetch 1 is read from the store again: it does not have the change
 */
function isOver({ acceptsWrites, answered, request }: Layer, below: MemoryEntry | undefined): boolean {
  if (!answered || !below || below.entry === answered.before) return false
  if (below.source === 'memory') return acceptsWrites === true
  if (below.source === 'network') return true
  const { storedAt } = below.entry
  const isFuture = storedAt > request.handle.engine.clock.now() + CLOCK_SKEW_MS
  return storedAt > answered.at && storedAt !== answered.before?.storedAt && !isFuture
}

function createLayered(
  engine: Engine,
  layers: readonly Layer[],
  { address, policy: { version } }: EntryRequest,
  below: Entry | undefined,
): Entry {
  const [first] = layers
  const bare = { key: address.key, storedAt: first?.addedAt ?? 0, tags: [], ...(version !== undefined && { version }) }
  return { ...(below ?? bare), value: layers.reduce((data, layer) => changeData(engine, layer, data), below?.value) }
}

function changeData(engine: Engine, layer: Layer, data: unknown): unknown {
  if (layer.isBroken) return data
  try {
    return layer.change(data)
  } catch (error) {
    layer.isBroken = true
    const { address, id } = layer.request
    reportTrouble(engine, ['layer', id], `an outbox cannot show its item over ${addressText(address)}`, error)
    return data
  }
}

/** What an engine changes in a memory entry is changed in the one below. */
function overEntry(below: MemoryEntry, entry: Entry): MemoryEntry {
  return {
    ...below,
    entry,
    get isPreloaded() {
      return below.isPreloaded === true
    },
    set isPreloaded(isPreloaded) {
      below.isPreloaded = isPreloaded
    },
  }
}

/** Items show without any data. A hook that shows them fetches as if it showed nothing. */
function overNothing({ address, handle, key }: EntryRequest, entry: Entry): MemoryEntry {
  return { address, entry, handle, key, source: 'memory', isOutdated: true, needsRefetch: true }
}
