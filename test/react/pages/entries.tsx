// Shows entries by their keys, and where each came from. A test in Node chooses them in the address of the page, and controls
// the page through `app` (test/react/entries.ts).
import type { ReactNode } from 'react'
import { useLayoutEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { handleOf } from '../../../src/engine/request/cache-handle.ts'
import type { CachettaOptions } from '../../../src/index.ts'
import { Cachetta, mutate, writeCache } from '../../../src/index.ts'
import type { ProviderOptions } from '../../../src/react.ts'
import { CachettaProvider, useCachetta } from '../../../src/react.ts'
import { byHand } from '../../support/by-hand.ts'
import { fetchJson } from '../../support/in-page.ts'

/** The settings in the address of the page. */
export interface Visit {
  readonly keys?: readonly string[]
  readonly options?: ProviderOptions
  /** Without it, the page has no provider and uses the default cache. */
  readonly cache?: Partial<CachettaOptions>
}

/** What an entry showed after a commit of React. */
export interface Moment {
  readonly key: string
  readonly data: unknown
  readonly source: string | undefined
  readonly isValidating: boolean
}

export interface App {
  /** All that the page has shown, in order. */
  readonly moments: readonly Moment[]
  show(...keys: string[]): void
  mutate(key: string, value: unknown): Promise<unknown>
  /** Starts a mutation with this optimistic value. It ends with `arrive`. */
  expect(key: string, value: unknown): void
  /** Ends the mutation that `expect` started. */
  arrive(value: unknown): Promise<void>
  invalidate(key: string): Promise<void>
  invalidateAll(): Promise<void>
  /** Writes this many entries of 1 kB. */
  fill(count: number): Promise<void>
  /** Mounts this many new keys, and unmounts them when all have data. */
  passThrough(count: number): Promise<void>
  /** The number of entries for which the engine has a slot. */
  slots(): number
}

const visit: Visit = JSON.parse(decodeURIComponent(location.search.slice(1)) || '{}')
// The path of the default cache, so that both use the same entries.
const cache = new Cachetta({ path: 'cachetta', ...visit.cache })
const moments: Moment[] = []
let passed = 0
let arrival = byHand()
let arrived: Promise<unknown> = Promise.resolve()
let setKeys: (keys: readonly string[]) => void = () => {}

const fetcher = async (key: string): Promise<unknown> => (key.startsWith('own ') ? key : fetchJson(`/${key}`))

function Entry({ name }: { readonly name: string }): ReactNode {
  const { data, error, isValidating, source } = useCachetta(name, fetcher, visit.options)
  useLayoutEffect(() => {
    if (!name.startsWith('own ')) moments.push({ key: name, data, source, isValidating })
  }, [name, data, source, isValidating])
  return <output id={name}>{data === undefined ? String(error ?? 'nothing') : JSON.stringify(data)}</output>
}

function Entries(): ReactNode {
  const [keys, set] = useState(visit.keys ?? [])
  setKeys = set
  return keys.map((key) => <Entry key={key} name={key} />)
}

const app: App = {
  moments,
  show: (...keys) => flushSync(() => setKeys(keys)),
  mutate: (key, value) => mutate(cache, key, value, { revalidate: false }),
  expect(key, value) {
    arrival = byHand()
    arrived = mutate(cache, key, arrival.promise, { optimisticData: value, revalidate: false })
  },
  async arrive(value) {
    arrival.resolve(value)
    await arrived
  },
  invalidate: (key) => cache.invalidate(key),
  invalidateAll: () => cache.invalidateAll(),
  async fill(count) {
    const value = 'x'.repeat(1_000)
    await Promise.all(Array.from({ length: count }, (_, index) => writeCache(cache, value, `filled ${index}`)))
  },
  async passThrough(count) {
    const keys = Array.from({ length: count }, () => `own ${++passed}`)
    app.show(...keys)
    while (document.body.textContent?.includes('nothing')) await later(5)
    app.show()
    while (app.slots() > 0) await later(5)
  },
  slots: () => [...(handleOf(cache)?.engine.slots.values() ?? [])].length,
}
Reflect.set(globalThis, 'app', app)

createRoot(document.getElementById('root') as HTMLElement).render(
  visit.cache ? (
    <CachettaProvider cache={cache}>
      <Entries />
    </CachettaProvider>
  ) : (
    <Entries />
  ),
)

function later(span: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, span))
}
