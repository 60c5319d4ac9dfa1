import type { QueryClientConfig } from '@tanstack/query-core'
import { onlineManager, QueryClient } from '@tanstack/query-core'
import { onTestFinished } from 'vitest'
import type { Cachetta } from '../../src/index.ts'
import type { CachettaPersister, CachettaPersisterOptions } from '../../src/tanstack-query.ts'
import { cachettaPersister } from '../../src/tanstack-query.ts'

/** A client whose queries are persisted in a cache, like that of one tab. */
export interface Tab {
  readonly client: QueryClient
  readonly persister: CachettaPersister
}

/** Opens a tab over a cache. It is closed at the end of the test. */
export function openTab(
  cache: Cachetta,
  options?: CachettaPersisterOptions,
  queries?: NonNullable<QueryClientConfig['defaultOptions']>['queries'],
): Tab {
  const persister = cachettaPersister(cache, { enabled: true, ...options })
  const client = new QueryClient({ defaultOptions: { queries: { persister, retry: false, ...queries } } })
  client.mount()
  onTestFinished(() => {
    client.unmount()
    client.clear()
    onlineManager.setOnline(true)
  })
  return { client, persister }
}

/** Resolves after the tasks that are due now. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}

/** Lists the keys of the entries of a cache. */
export async function listKeys(cache: Cachetta): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of cache.entries()) keys.push(key)
  return keys.sort()
}
