import { expect, it } from 'vitest'
import { mutate, writeCache } from '../../../src/index.ts'
import { createManualStore } from '../../engine/support/manual-store.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

// `invalidateTags` and `invalidateAll` over a store whose operations wait until the test answers them.

function openOverSlowStore() {
  const { operations, store } = createManualStore({ locks: false })
  const app = createTestApp({ store, duration: '1h', tags: ['t'] })
  const answerStore = () => settle(() => operations[0]?.answer())
  const server = createManualFetcher()
  return { ...app, app, answerStore, operations, props: { key: 'a', fetcher: server.fetcher }, server }
}

it('shows the same in a mounted and in a mounting hook, before the store has answered', async () => {
  const { app, answerStore, operations, props, server } = openOverSlowStore()
  const page = await showEntry(app, props)
  await answerStore()
  await server.answer('old')
  await answerStore()
  expect([page.latest.data, operations.length]).toEqual(['old', 0])
  await settle(() => app.cache.invalidateTags('t'))
  const other = await showEntry(app, props)
  expect([page.latest.data, other.latest.data]).toEqual([undefined, undefined])
})

it.each(['mutate', 'writeCache'])('does not show again what `%s` is still storing', async (name) => {
  const { app, operations, props } = openOverSlowStore()
  const page = await showEntry(app, props)
  await settle(() => (name === 'mutate' ? mutate(app.cache, 'a', 'old') : writeCache(app.cache, 'old', 'a')))
  await settle(() => app.cache.invalidateTags('t'))
  expect(operations.map(({ verb }) => verb)).toContain('set')
  await settle(() => operations.find(({ verb }) => verb === 'set')?.answer())
  const other = await showEntry(app, props)
  expect([page.latest.data, other.latest.data]).toEqual([undefined, undefined])
})

it.each(['invalidateTags', 'invalidateAll'] as const)(
  'reads nothing from the store that `%s` is deleting',
  async (name) => {
    const { app, operations, props } = openOverSlowStore()
    await settle(() => mutate(app.cache, 'a', 'old'))
    await settle(() => operations[0]?.answer())
    const later = createTestApp({ store: app.store, duration: '1h', tags: ['t'] })
    await settle(() => (name === 'invalidateTags' ? later.cache.invalidateTags('t') : later.cache.invalidateAll()))
    const page = await showEntry(later, props)
    for (const { answer, verb } of [...operations]) if (verb === 'get') await settle(answer)
    expect(page.latest.data).toBeUndefined()
    while (operations.length > 0) await settle(() => operations[0]?.answer())
    expect(page.latest.data).toBeUndefined()
    await settle(() => mutate(later.cache, 'a', 'new', { revalidate: false }))
    expect(page.latest.data).toBe('new')
  },
)
