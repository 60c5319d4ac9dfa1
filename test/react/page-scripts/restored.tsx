// A page that shows one entry, or a list, with one of four hooks. A test in Node chooses them in the address of the page, reloads
// it, and reads what the document has shown.
import type { ReactNode } from 'react'
import { StrictMode, Suspense, use } from 'react'
import { createRoot } from 'react-dom/client'
import { Cachetta, restore } from '../../../src/index.ts'
import { CachettaProvider, useCachetta, useCachettaInfinite } from '../../../src/react.ts'
import { storageStore } from '../../../src/storage.ts'
import { fetchJson } from '../../support/fetch-json.ts'

/** The settings in the address of the page. */
export interface RestoredSettings {
  readonly hook: 'plain' | 'suspense' | 'use' | 'list'
  /** IndexedDB if it is absent. */
  readonly store?: 'localStorage'
  /** What the page calls before its first render. */
  readonly restore?: 'shown' | 'keys'
}

const fetcher = (key: string): Promise<unknown> => fetchJson(`/${key}`)
const fetchPage = ([, index]: readonly ['page', number]): Promise<unknown> => fetchJson(`/page-${index}`)

function Plain(): ReactNode {
  const { data, isLoading } = useCachetta('a', fetcher)
  return <output>{isLoading ? 'Loading' : String(data)}</output>
}

function Suspending(): ReactNode {
  const { data } = useCachetta('a', fetcher, { suspense: true })
  return <output>{String(data)}</output>
}

function Using(): ReactNode {
  const { promise } = useCachetta('a', fetcher)
  return <output>{String(use(promise))}</output>
}

function List(): ReactNode {
  const { data, isLoading } = useCachettaInfinite((index) => ['page', index] as const, fetchPage, {
    initialSize: 3,
    revalidateFirstPage: false,
  })
  return <output>{isLoading ? 'Loading' : data?.join(' ')}</output>
}

const hooks = { plain: Plain, suspense: Suspending, use: Using, list: List }

const { hook, restore: restores, store }: RestoredSettings = JSON.parse(decodeURIComponent(location.search.slice(1)))
const Hook = hooks[hook]
const cache = new Cachetta({ path: 'app', ...(store && { store: storageStore(localStorage) }) })
const root = document.getElementById('root') as HTMLElement

const frames: string[] = []
Reflect.set(globalThis, 'frames', frames)
new MutationObserver(() => frames.push(root.textContent ?? '')).observe(root, {
  childList: true,
  characterData: true,
  attributes: true,
  subtree: true,
})

const keys = hook === 'list' ? [0, 1, 2].map((index) => ['page', index]) : ['a']
if (restores === 'shown') await restore(cache)
if (restores === 'keys') await restore(cache, keys)
createRoot(root).render(
  <StrictMode>
    <CachettaProvider cache={cache}>
      <Suspense fallback="Loading">
        <Hook />
        {hook === 'use' && <Hook />}
      </Suspense>
    </CachettaProvider>
  </StrictMode>,
)
