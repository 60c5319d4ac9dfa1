import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { createElement } from 'react'
import { registerLibrary } from '../pages/register-library.mjs'

registerLibrary(() => {
  const client = new QueryClient()
  return {
    wrap: (children) => createElement(QueryClientProvider, { client }, children),
    useUser: (id, fetcher) => useQuery({ queryKey: ['user', id], queryFn: ({ queryKey }) => fetcher(queryKey) }).data,
    set: (id, user) => client.setQueryData(['user', id], user),
  }
})
