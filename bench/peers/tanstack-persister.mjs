import '../pages/script-start.mjs'
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { experimental_createQueryPersister } from '@tanstack/react-query-persist-client'
import { del, get, set, setMany } from 'idb-keyval'
import { createElement } from 'react'
import { registerReload } from '../pages/register-reload.mjs'

const { persisterFn } = experimental_createQueryPersister({
  storage: { getItem: get, setItem: set, removeItem: del },
})
const client = new QueryClient({ defaultOptions: { queries: { persister: persisterFn } } })

registerReload({
  wrap: (children) => createElement(QueryClientProvider, { client }, children),
  useUser: (id, fetcher) => useQuery({ queryKey: ['user', id], queryFn: fetcher }).data,
  async fill(users) {
    const texts = []
    const textPersister = experimental_createQueryPersister({
      storage: { setItem: (key, text) => void texts.push([key, text]) },
    })
    for (const user of users) {
      client.setQueryData(['user', user.id], user)
      await textPersister.persistQuery(client.getQueryCache().build(client, { queryKey: ['user', user.id] }))
    }
    await setMany(texts)
  },
})
