// What happened, the newest 1,000 lines, and what follows from it for each entry.

import type { CacheEvent, Cachetta } from 'cachetta'
import { inspect, subscribeEvents } from 'cachetta'
import type { EventText } from './describe-event.ts'
import { describeEvent } from './describe-event.ts'

/** A line of the time line. */
export interface LogLine extends EventText {
  readonly id: number
  /** In epoch milliseconds. */
  readonly at: number
  /** The entry, as `entryIdOf` names it. Undefined if no single entry is meant. */
  readonly entryId: string | undefined
  /** The canonical text of the key, or what else the event is about. */
  readonly keyText: string
}

/** Names an entry by the fields of its events. */
export function entryIdOf(path: string, keyText: string): string {
  return `${path}\0${keyText}`
}

/** Called after each event, with the entry that it is about. `undefined`: many entries, or none. */
type LogListener = (entryId: string | undefined) => void

const MAX_LINES = 1_000

export class EventLog {
  readonly #listeners = new Set<LogListener>()
  /** The flights that run, by entry. */
  readonly #running = new Map<string, Set<number>>()
  /** What the last flight of an entry threw. */
  readonly #errors = new Map<string, unknown>()
  #kept: LogLine[] = []
  #newestFirst: readonly LogLine[] | undefined
  #lastId = 0

  /** Follows the events of a cache. Returns a function that ends it. */
  follow(cache: Cachetta): () => void {
    for (const { flight, key, path } of inspect(cache)) {
      if (flight) this.#addFlight(entryIdOf(path, key), flight.flight)
    }
    const unsubscribe = subscribeEvents(cache, (event) => this.#record(event))
    return () => {
      unsubscribe()
      this.#running.clear()
    }
  }

  /** The newest line first. It is the same list until a line comes. */
  get lines(): readonly LogLine[] {
    this.#newestFirst ??= this.#kept.slice(-MAX_LINES).reverse()
    return this.#newestFirst
  }

  isRunning(entryId: string): boolean {
    return this.#running.has(entryId)
  }

  errorOf(entryId: string): unknown {
    return this.#errors.get(entryId)
  }

  clear(): void {
    this.#kept = []
    this.#publish()
  }

  /** Returns a function that ends it. */
  subscribe(listener: LogListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #record(event: CacheEvent): void {
    const { at, key, path } = event
    const entryId = path === '' || ('covers' in event && event.covers !== 'entry') ? undefined : entryIdOf(path, key)
    if (entryId !== undefined) this.#remember(entryId, event)
    const text = describeEvent(event)
    if (text) {
      this.#lastId += 1
      this.#kept.push({ ...text, id: this.#lastId, at, entryId, keyText: entryId === undefined ? path : key || path })
      if (this.#kept.length > 2 * MAX_LINES) this.#kept = this.#kept.slice(-MAX_LINES) // rarely, because it copies
    }
    this.#publish(entryId)
  }

  #remember(entryId: string, event: CacheEvent): void {
    if (event.type === 'started' || event.type === 'joined') this.#addFlight(entryId, event.flight)
    if (event.type === 'ended' || event.type === 'dropped') this.#removeFlight(entryId, event.flight)
    if (event.type === 'failed') this.#errors.set(entryId, event.error)
    if (event.type === 'computed' || event.type === 'stored' || event.type === 'invalidated')
      this.#errors.delete(entryId)
  }

  #addFlight(entryId: string, flight: number): void {
    const flights = this.#running.get(entryId) ?? new Set()
    this.#running.set(entryId, flights.add(flight))
  }

  #removeFlight(entryId: string, flight: number): void {
    const flights = this.#running.get(entryId)
    flights?.delete(flight)
    if (flights?.size === 0) this.#running.delete(entryId)
  }

  #publish(entryId?: string): void {
    this.#newestFirst = undefined
    for (const listener of [...this.#listeners]) listener(entryId)
  }
}
