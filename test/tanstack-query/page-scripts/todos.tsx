// A page whose data comes through TanStack Query and is kept by the persister. The address says how: `?function` for the option
// `persister`, `?client` for PersistQueryClientProvider. A test in Node reloads it, and reads what the document has shown.
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { PersistQueryClientProvider } from '@tanstack/react-query-persist-client'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { Cachetta } from '../../../src/index.ts'
import { cachettaPersister } from '../../../src/tanstack-query.ts'
import { fetchJson } from '../../support/fetch-json.ts'

const isForClient = location.search === '?client'
const cache = new Cachetta({ path: 'queries' })
const persister = cachettaPersister(cache)
const queries = { staleTime: 60_000, retry: false, ...(!isForClient && { persister }) }
const client = new QueryClient({ defaultOptions: { queries } })
if (isForClient) persister.subscribe(client)

async function fetchTodo(): Promise<{ title: string; at: Date }> {
  return { title: await fetchJson<string>('/todo'), at: new Date(0) }
}

function Todo(): ReactNode {
  const { data, fetchStatus } = useQuery({ queryKey: ['todo', 1], queryFn: fetchTodo })
  return <output>{data ? `${data.title} ${data.at.toISOString().slice(0, 4)}` : fetchStatus}</output>
}

Object.assign(globalThis, { cache, client })
const root = createRoot(document.getElementById('root') as HTMLElement)
root.render(
  isForClient ? (
    <PersistQueryClientProvider client={client} persistOptions={{ persister }}>
      <Todo />
    </PersistQueryClientProvider>
  ) : (
    <QueryClientProvider client={client}>
      <Todo />
    </QueryClientProvider>
  ),
)
