import { expect, it } from 'vitest'
import { mutate } from '../../src/index.ts'
import type { ValidatingFilter } from '../../src/react.ts'
import { useIsValidating } from '../../src/react.ts'
import { isStrict, renderHook } from '../support/render.tsx'
import { createManualFetcher } from './support/manual-fetcher.ts'
import { settle } from './support/settle.ts'
import { showEntry } from './support/show-entry.tsx'
import type { TestApp } from './support/test-app.tsx'
import { createTestApp } from './support/test-app.tsx'

function mountCount(app: TestApp, filter?: ValidatingFilter) {
  let renders = 0
  const { result } = renderHook(
    () => {
      renders += 1
      return useIsValidating(filter)
    },
    { wrapper: app.Provider },
  )
  return {
    get count() {
      return result.current
    },
    get renders() {
      return isStrict ? renders / 2 : renders
    },
  }
}

it('`useIsValidating` counts the fetches that run, and renders only when their number changes', async () => {
  const app = createTestApp()
  const page = mountCount(app)
  const { fetcher, answer } = createManualFetcher()
  expect(page.count).toBe(0)
  await showEntry(app, { key: ['user', 1], fetcher })
  await showEntry(app, { key: ['user', 2], fetcher })
  await showEntry(app, { key: ['user', 2], fetcher })
  expect(page.count).toBe(2)
  const { renders } = page
  await settle(() => void mutate(app.cache, 'other', 1, false))
  expect(page.renders).toBe(renders)
  await answer('one', 0)
  expect(page.count).toBe(1)
  await settle(() => void mutate(app.cache, ['user', 2], 'changed', false))
  expect(page.count).toBe(0)
})

it('`useIsValidating` counts those whose key begins as the filter, or passes it', async () => {
  const app = createTestApp()
  const getUser = app.cache.at('users')(async (id: number) => id)
  const { fetcher } = createManualFetcher()
  for (const key of [['user', 1], ['user', 2], 'posts', [{ page: 1 }, 'a'], [getUser, 1]]) {
    await showEntry(app, { key, fetcher })
  }
  const countOf = (filter?: ValidatingFilter) => mountCount(app, filter).count
  expect(countOf()).toBe(5)
  expect(countOf('user')).toBe(2)
  expect(countOf(['user', 2])).toBe(1)
  expect(countOf(['user', 2, 3])).toBe(0)
  expect(countOf({ page: 1 })).toBe(1)
  expect(countOf([getUser])).toBe(1)
  expect(countOf((key: unknown) => typeof key === 'string')).toBe(1)
})

it('`useIsValidating` counts nothing of another cache over the same store', async () => {
  const app = createTestApp()
  const other = { ...app, ...createTestApp({ path: 'other', store: app.store }) }
  const page = mountCount(app)
  await showEntry(other, { key: 'a', fetcher: createManualFetcher().fetcher })
  expect(page.count).toBe(0)
})

it('`useIsValidating` does not count a fetch that was aborted with its last hook', async () => {
  const app = createTestApp()
  const page = mountCount(app)
  const entry = await showEntry(app, {
    key: 'a',
    fetcher: (_key: unknown, { signal }: { signal: AbortSignal }) => new Promise(() => void signal.aborted),
  })
  expect(page.count).toBe(1)
  await entry.unmount()
  await app.advance(0)
  expect(page.count).toBe(0)
})
