// Makes events of what the engine reports. A page has this file only if it listens.

import { eventChannel, neighbour } from '#events'
import { ageOf } from '../../entry/freshness.ts'
import type { Address } from '../../key/address.ts'
import { isAddress, isInternalKey, isUnder } from '../../key/address.ts'
import type { Change } from '../../store/store.ts'
import type { Engine } from '../engine.ts'
import { guardStore } from '../store/guard-store.ts'
import { reportTrouble } from '../trouble.ts'
import type { CacheEvent, ChangeSource, Emit, EventDetails, EventFlight, EventSubject, ReadCounts } from './event.ts'
import { noteOf, toFlightFields } from './flight-notes.ts'

type EventType = Parameters<Emit>[0]

const emits = new WeakMap<Engine, Emit>()

/** Gives an engine an `emit`, the same one each time: it asks the engine and the store only once to tell it what they do. */
export function startEvents(engine: Engine): Emit {
  if (engine.emit) return engine.emit // a scope has that of its cache
  engine.emit = emits.get(engine) ?? createEmit(engine)
  emits.set(engine, engine.emit)
  return engine.emit
}

/**
 * Creates the `emit` of an engine. It costs one comparison while nobody listens. Each event is published in a microtask of its own,
 * because the engine is in the middle of a change when it emits: a listener may call the cache, and finds the state after the change.
 *
 *     engine     |-drop the flight-|emit|-clear memory-|-delete-|
 *     listener                                                  |-reads: missing-|
 */
function createEmit(engine: Engine): Emit {
  const listeners: Emit['listeners'] = new Set()
  const counts = new CountTable()
  const publish = (event: CacheEvent) => {
    for (const listener of [...listeners]) callListener(engine, listener, event)
    eventChannel?.publish(event)
  }
  const emit = (type: EventType, subject: EventSubject, details?: EventDetails): void => {
    count(counts, type, subject, details)
    if (listeners.size === 0 && !eventChannel?.hasSubscribers) return
    if (type !== 'change' && 'options' in subject) watchEnd(subject, emit)
    const event = type === 'change' ? toChangeEvent(engine, subject) : toEvent(engine, type, subject, details)
    if (event) void Promise.resolve(event).then(publish)
  }
  engine.defaultMemory.onEvict = (evicted) => emit('evicted', evicted)
  void guardStore(engine, 'subscribe', { path: 'to evictions', key: '', exact: true }, () =>
    engine.store.onEvict?.((address) => emit('evicted', { address }, { from: 'store' })),
  )
  engine.showListeners.add(({ address, id }, isShown) => {
    emit(isShown ? 'observed' : 'unobserved', { address }, { observers: engine.slots.get(id)?.listeners.size ?? 0 })
  })
  return Object.assign(emit, { counts, listeners })
}

function count(counts: CountTable, type: EventType, subject: EventSubject, details: EventDetails | undefined): void {
  if (type === 'hit' && 'address' in subject) counts.add(subject.address?.path ?? '', 'hits')
  else if (type === 'computed' && 'request' in subject) counts.add(subject.request.address.path, 'computations')
  else if (type === 'read' && 'address' in subject) counts.add(subject.address?.path ?? '', toCountName(details))
}

function toCountName({ found, freshness }: EventDetails = {}): keyof ReadCounts {
  if (!found || freshness === 'missing' || freshness === 'expired') return 'misses'
  return freshness === 'fresh' ? 'hits' : 'stale'
}

function callListener(engine: Engine, listener: (event: CacheEvent) => void, event: CacheEvent): void {
  try {
    listener(event)
  } catch (error) {
    reportTrouble(engine, ['event listener', '', 'error'], 'a listener of subscribeEvents threw', error)
  }
}

/** Emits the end of a flight when the first event of it is emitted, which is not the first one if someone listens later. */
function watchEnd(flight: EventFlight, emit: (type: EventType, flight: EventFlight) => void): void {
  const note = noteOf(flight)
  if (note.isWatched) return
  note.isWatched = true
  const end = () => emit('ended', flight)
  void flight.promise?.then(end, end)
}

function toEvent(engine: Engine, type: EventType, subject: EventSubject, details: EventDetails = {}) {
  const { address } = 'options' in subject ? subject.request : subject
  const { path, key } = toNames(type, address, details)
  const flight = 'options' in subject ? toFlightFields(engine.clock, type, subject) : {}
  if (flight === undefined || (isInternalKey(key) && type !== 'trouble')) return undefined
  const at = engine.clock.now()
  if (type === 'read') return { ...toReadFields(details, at), path, key, at } as CacheEvent
  return { type, path, key, at, ...flight, ...toFields(type, subject, details, at) } as CacheEvent // callers give what a type has
}

function toFields(type: EventType, subject: EventSubject, details: EventDetails, at: number): object {
  if (type === 'stored') return { by: 'self' }
  if (type === 'invalidated') return { by: 'self', covers: 'entry', ...details }
  if (type === 'evicted') return { from: 'memory', ...details }
  if (type === 'joined') return { ...details, reason: details.reason ?? 'call' }
  // A hit in the memory of a function is emitted as the entry in memory itself, because it has to be quick.
  return type === 'hit' && 'entry' in subject ? { source: 'memory', age: ageOf(subject.entry, at) } : details
}

function toReadFields({ found, freshness }: EventDetails, at: number): object {
  if (!found || freshness === 'missing' || freshness === 'expired') return { type: 'miss' }
  return { type: freshness === 'fresh' ? 'hit' : 'stale', source: found.source, age: ageOf(found.entry, at) }
}

/** A failure that concerns no entry has an address that is only a text for the log. */
function toNames(
  type: EventType,
  address: Address | undefined,
  { covers, operation }: EventDetails,
): Pick<Address, 'path' | 'key'> {
  const isGeneral =
    covers === 'tags' ||
    (type === 'trouble' &&
      (operation === 'list' ||
        operation === 'subscribe' ||
        (operation !== 'read' && operation !== 'write' && address?.exact && address.key === '')))
  return address && !isGeneral ? address : { path: '', key: '' }
}

/** Anybody may have written the store that reports the change. */
function toChangeEvent(engine: Engine, change: object): CacheEvent | undefined {
  const {
    address,
    base,
    by: given,
    tags,
    type,
  }: Partial<Record<keyof Change | 'base' | 'by' | 'tags', unknown>> = Object(change)
  const at = engine.clock.now()
  const by = (given ?? neighbour) as ChangeSource
  if (isAddress(address)) {
    const { path, key } = address
    if (isInternalKey(key)) return undefined
    return type === 'set'
      ? { type: 'stored', path, key, at, by }
      : { type: 'invalidated', path, key, at, by, covers: 'entry' }
  }
  if (type !== 'invalidate') return undefined
  if (typeof base === 'string') return { type: 'invalidated', path: base, key: '', at, by, covers: 'path' }
  return Array.isArray(tags) ? { type: 'invalidated', path: '', key: '', at, by, covers: 'tags', tags } : undefined
}

type Counts = { -readonly [Name in keyof ReadCounts]: number }

/** A path function may name any number of paths. Further ones are counted together, without a path. */
const MAX_PATHS = 1_000

/** Counts by the path of the entries. A call that counts costs a few nanoseconds, because most calls count at the path of the last one. */
class CountTable {
  readonly #byPath = new Map<string, Counts>()
  #lastPath: string | undefined
  #last: Counts = createCounts()

  add(path: string, name: keyof ReadCounts): void {
    if (path !== this.#lastPath) {
      this.#last = this.#countsAt(path)
      this.#lastPath = path
    }
    this.#last[name] += 1
  }

  /** Returns the sums for the entries at `base` and below it. */
  sumUnder(base: string): ReadCounts {
    const sum = createCounts()
    for (const [path, counts] of this.#byPath) {
      const address: Address = { path, key: '', exact: true }
      if (!isUnder(base, address)) continue
      for (const name of ['hits', 'stale', 'misses', 'computations'] as const) sum[name] += counts[name]
    }
    return sum
  }

  #countsAt(path: string): Counts {
    const known = this.#byPath.get(path)
    if (known) return known
    if (this.#byPath.size > MAX_PATHS && path !== '') return this.#countsAt('')
    const counts = createCounts()
    this.#byPath.set(path, counts)
    return counts
  }
}

function createCounts(): Counts {
  return { hits: 0, stale: 0, misses: 0, computations: 0 }
}
