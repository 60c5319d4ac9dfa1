// A page that shows entries by their keys. A test in Node chooses the keys in the address of the page, and controls the page
// through `app` (test/react/support/entries-page.ts).
import type { ReactNode } from 'react'
import { useLayoutEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { handleOf } from '../../../src/engine/request/cache-handle.ts'
import type { CachettaOptions } from '../../../src/index.ts'
import { Cachetta, mutate, writeCache } from '../../../src/index.ts'
import type { ProviderOptions } from '../../../src/react.ts'
import { CachettaProvider, useCachetta } from '../../../src/react.ts'
import { createDeferred } from '../../support/deferred.ts'
import { fetchJson } from '../../support/fetch-json.ts'

/** The settings in the address of the page. */
export interface PageSettings {
  readonly keys?: readonly string[]
  readonly options?: ProviderOptions
  /** Without it, the page has no provider and uses the default cache. */
  readonly cache?: Partial<CachettaOptions>
  /** The tags of a value are the words of its text, up to 20 characters of each. */
  readonly hasTags?: boolean
  /** The condition of the cache refuses each value. */
  readonly refusesAll?: boolean
  /** How long the page renders an entry when its data has changed, in milliseconds. */
  readonly renderTime?: number
}

/** What an entry showed after a commit of React. */
export interface Commit {
  readonly key: string
  readonly data: unknown
  readonly source: string | undefined
  readonly isValidating: boolean
}

export interface App {
  /** All that the page has shown, in order. */
  readonly commits: readonly Commit[]
  show(...keys: string[]): void
  mutate(key: string, value: unknown): Promise<unknown>
  /** Starts a mutation with this optimistic value. `endMutation` ends it. */
  startMutation(key: string, optimisticData: unknown): void
  /** Ends the mutation that `startMutation` started. */
  endMutation(value: unknown): Promise<void>
  invalidate(key: string): Promise<void>
  invalidateAll(): Promise<void>
  invalidateTags(...tags: string[]): Promise<void>
  /** Fetches an entry that is shown. */
  refetch(key: string): void
  /** All that memory has: entries, what hooks show, and errors. */
  readMemory(): string
  /** Writes this many entries of 1 kB. */
  writeEntries(count: number): Promise<void>
  /** Mounts this many new keys, and unmounts them as soon as all have data. Their fetcher sends no request. */
  mountManyKeys(count: number): Promise<void>
  /** The number of entries for which the engine has a slot. */
  countSlots(): number
}

const settings: PageSettings = JSON.parse(decodeURIComponent(location.search.slice(1)) || '{}')
// The path of the default cache, so that both use the same entries.
const cache = new Cachetta({
  path: 'cachetta',
  ...settings.cache,
  ...(settings.hasTags && { tags: (value: unknown) => JSON.stringify(value).match(/\b\w{1,20}/g) ?? [] }),
  ...(settings.refusesAll && { condition: () => false }),
})
const commits: Commit[] = []
let localKeys = 0
let answer = createDeferred()
let mutation: Promise<unknown> = Promise.resolve()
let setKeys: (keys: readonly string[]) => void = () => {}

const fetcher = async (key: string): Promise<unknown> => (key.startsWith('local ') ? key : fetchJson(`/${key}`))

function Entry({ name }: { readonly name: string }): ReactNode {
  const { data, error, isValidating, source } = useCachetta(name, fetcher, settings.options)
  useLayoutEffect(() => {
    if (!name.startsWith('local ')) commits.push({ key: name, data, source, isValidating })
  }, [name, data, source, isValidating])
  useLayoutEffect(() => {
    if (data !== undefined) blockThread(settings.renderTime ?? 0)
  }, [data])
  return <output id={name}>{data === undefined ? String(error ?? 'nothing') : JSON.stringify(data)}</output>
}

function Entries(): ReactNode {
  const [keys, set] = useState(settings.keys ?? [])
  setKeys = set
  return keys.map((key) => <Entry key={key} name={key} />)
}

const app: App = {
  commits,
  show: (...keys) => flushSync(() => setKeys(keys)),
  mutate: (key, value) => mutate(cache, key, value, { revalidate: false }),
  startMutation(key, optimisticData) {
    answer = createDeferred()
    mutation = mutate(cache, key, answer.promise, { optimisticData, revalidate: false })
  },
  async endMutation(value) {
    answer.resolve(value)
    await mutation
  },
  invalidate: (key) => cache.invalidate(key),
  invalidateAll: () => cache.invalidateAll(),
  invalidateTags: (...tags) => cache.invalidateTags(...tags),
  refetch: (key) => void mutate(cache, key),
  readMemory() {
    const { engine } = handleOf(cache) ?? {}
    const slots = Array.from(engine?.slots.values() ?? [], ({ optimistic, pinned }) => [optimistic, pinned])
    const memories = Array.from(engine?.memories ?? [], (memory) => [...memory])
    const errors = Array.from(engine?.failures.values() ?? [], ({ error }) => String(error))
    return JSON.stringify([slots, memories, errors], (name, value) => (name === 'handle' ? undefined : value))
  },
  async writeEntries(count) {
    const value = 'x'.repeat(1_000)
    await Promise.all(Array.from({ length: count }, (_, index) => writeCache(cache, value, `written ${index}`)))
  },
  async mountManyKeys(count) {
    const keys = Array.from({ length: count }, () => `local ${++localKeys}`)
    app.show(...keys)
    while (document.body.textContent?.includes('nothing')) await wait(5)
    app.show()
    while (app.countSlots() > 0) await wait(5)
  },
  countSlots: () => [...(handleOf(cache)?.engine.slots.values() ?? [])].length,
}
Reflect.set(globalThis, 'app', app)

createRoot(document.getElementById('root') as HTMLElement).render(
  settings.cache || settings.hasTags || settings.refusesAll ? (
    <CachettaProvider cache={cache}>
      <Entries />
    </CachettaProvider>
  ) : (
    <Entries />
  ),
)

function blockThread(span: number): void {
  const end = performance.now() + span
  while (performance.now() < end);
}

function wait(span: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, span))
}
