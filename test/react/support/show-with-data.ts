import type { ManualFetcher } from './manual-fetcher.ts'
import { createManualFetcher } from './manual-fetcher.ts'
import type { MountedEntry } from './show-entry.tsx'
import { showEntry } from './show-entry.tsx'
import type { TestApp } from './test-app.tsx'
import { createTestApp } from './test-app.tsx'

/** Mounts a component, and answers its first request with `data`. */
export async function showWithData(
  data: unknown,
  options: Record<string, unknown> = {},
): Promise<{ app: TestApp; server: ManualFetcher; page: MountedEntry }> {
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, {
    key: 'a',
    fetcher: server.fetcher,
    options: { dedupingInterval: 0, ...options },
  })
  await server.answer(data)
  return { app, server, page }
}
