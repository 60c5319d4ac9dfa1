import type { Query, QueryCacheNotifyEvent, QueryPersister } from '@tanstack/query-core'
import type { Persister } from '@tanstack/query-persist-client-core'
import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query'
import { PersistQueryClientProvider } from '@tanstack/react-query-persist-client'
import { expectTypeOf, test } from 'vitest'
import { Cachetta, memoryStore } from '../../src/index.ts'
import type { CachettaPersister, PersistableClient, PersistableQuery, QueryEvent } from '../../src/tanstack-query.ts'
import { cachettaPersister } from '../../src/tanstack-query.ts'

test('the classes of TanStack Query fit, and the persister fits all its options', () => {
  expectTypeOf<QueryClient>().toExtend<PersistableClient>()
  expectTypeOf<Query>().toExtend<PersistableQuery>()
  expectTypeOf<QueryCacheNotifyEvent>().toExtend<QueryEvent>()
  expectTypeOf<CachettaPersister>().toExtend<Persister>()
  expectTypeOf<CachettaPersister>().toExtend<QueryPersister>()
  expectTypeOf<CachettaPersister>().toExtend<QueryPersister<string, readonly ['user', number], number>>()

  const persister = cachettaPersister(new Cachetta({ path: 'queries', store: memoryStore() }))
  const client = new QueryClient({ defaultOptions: { queries: { persister, gcTime: 0 } } })
  persister.subscribe(client)()
  const user = queryOptions({ queryKey: ['user', 1] as const, queryFn: ({ queryKey: [, id] }) => ({ id }), persister })
  expectTypeOf(client.getQueryData(user.queryKey)).toEqualTypeOf<{ id: 1 } | undefined>()
  infiniteQueryOptions({
    queryKey: ['users'],
    queryFn: ({ pageParam }) => [pageParam],
    initialPageParam: 1,
    getNextPageParam: () => 2,
    persister: persister.persisterFn,
  })
  expectTypeOf(PersistQueryClientProvider).toBeCallableWith({ client, persistOptions: { persister } })
})
