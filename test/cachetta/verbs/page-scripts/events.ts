// A page that listens to the events of a cache. A test in Node calls its methods.

import type { ActiveEntry, CacheEvent } from '../../../../src/index.ts'
import { Cachetta, inspect, mutate, preload, subscribe, subscribeEvents } from '../../../../src/index.ts'

const cache = new Cachetta({ path: 'app' })
const events: CacheEvent[] = []
const unsubscribe = subscribeEvents(cache, (event) => void events.push(event))
subscribe(cache, 'a', () => {})

export interface EventsPage {
  readonly events: readonly CacheEvent[]
  unsubscribe(): void
  set(value: string): Promise<unknown>
  invalidate(): Promise<void>
  fetch(): Promise<unknown>
  inspect(): readonly ActiveEntry[]
}

const page: EventsPage = {
  events,
  unsubscribe,
  set: (value) => mutate(cache, 'a', value),
  invalidate: () => cache.invalidate('a'),
  fetch: () => preload(cache, 'b', async () => 'fetched'),
  inspect: () => inspect(cache),
}
Object.assign(globalThis, { page })
