// TanStack Query with its persister that stores all queries as one text, here in IndexedDB.
import { createAsyncStoragePersister } from '@tanstack/query-async-storage-persister'
import { QueryClient, useQuery } from '@tanstack/react-query'
import { PersistQueryClientProvider, persistQueryClientSave } from '@tanstack/react-query-persist-client'
import { del, get, set } from 'idb-keyval'
import { createElement } from 'react'

const storage = { getItem: get, setItem: set, removeItem: del }

export function createBlob() {
  const client = new QueryClient()
  const persistOptions = { persister: createAsyncStoragePersister({ storage }) }
  return {
    wrap: (children) => createElement(PersistQueryClientProvider, { client, persistOptions }, children),
    useUser: (id, fetcher) => useQuery({ queryKey: ['user', id], queryFn: fetcher }).data,
    set: (id, user) => client.setQueryData(['user', id], user),
    /** Leaves the storing of each change to one write at the end, because the persister would work off all queries for each. */
    async fill(users) {
      const filled = new QueryClient()
      for (const user of users) filled.setQueryData(['user', user.id], user)
      const persister = createAsyncStoragePersister({ storage, throttleTime: 0 })
      await persistQueryClientSave({ queryClient: filled, persister })
    },
  }
}
