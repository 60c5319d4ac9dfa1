// A page that shows one entry. Its address chooses the cache of the hook. No case but the first may open the default database.
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { Cachetta, memoryStore } from '../../../src/index.ts'
import { CachettaProvider, useCachetta, useCachettaConfig } from '../../../src/react.ts'
import { storageStore } from '../../../src/storage.ts'

const fetcher = async (): Promise<string> => 'data'

function Entry({ name = 'a' }: { readonly name?: string | null }): ReactNode {
  const { data } = useCachetta(name, fetcher)
  return <output>{String(data)}</output>
}

function CachedEntry({ getData }: { readonly getData: () => Promise<string> }): ReactNode {
  const { data } = useCachetta([getData] as never)
  return <output>{String(data)}</output>
}

function WithConfig(): ReactNode {
  useCachettaConfig()
  return <output>data</output>
}

const createCache = () => new Cachetta({ path: 'app', store: memoryStore() })

const cases: Readonly<Record<string, () => ReactNode>> = {
  'no provider': () => <Entry />,
  'a provider with memoryStore': () => (
    <CachettaProvider cache={createCache()}>
      <Entry />
    </CachettaProvider>
  ),
  'a provider with storageStore': () => (
    <CachettaProvider cache={new Cachetta({ path: 'app', store: storageStore(localStorage) })}>
      <Entry />
    </CachettaProvider>
  ),
  'a provider with options of its parent': () => (
    <CachettaProvider cache={createCache()} options={(parent) => ({ dedupingInterval: parent.dedupingInterval })}>
      <CachettaProvider options={(parent) => ({ keepPreviousData: parent.keepPreviousData })}>
        <Entry />
      </CachettaProvider>
    </CachettaProvider>
  ),
  'a provider without a cache above one with memoryStore': () => (
    <CachettaProvider options={{ dedupingInterval: 0 }}>
      <CachettaProvider cache={createCache()}>
        <Entry />
      </CachettaProvider>
    </CachettaProvider>
  ),
  'a cached function in the key': () => <CachedEntry getData={createCache()(fetcher)} />,
  'no key': () => <Entry name={null} />,
  'the options of hooks': () => <WithConfig />,
}

const name = decodeURIComponent(location.search.slice(1))
createRoot(document.getElementById('root') as HTMLElement).render(cases[name]?.())
