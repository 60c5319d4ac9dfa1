import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { useCachetta } from '../../../src/react.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { renderApp, text } from '../support/render-app.tsx'
import { showEntry } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

const throwing = () => {
  throw new Error('user.id is not there yet')
}

describe("SWR's page: Conditional Fetching", () => {
  it.each([
    ['null', null],
    ['false', false],
    ['an empty string', ''],
    ['a function that returns null', () => null],
    ['a function that throws', throwing],
  ])('Conditional: %s as the key starts no request', async (_title, key) => {
    const fetcher = vi.fn(async (each: unknown) => each)
    const page = await showEntry(createTestApp(), { key, fetcher })
    expect(page.latest).toEqual({ data: undefined, error: undefined, isLoading: false, isValidating: false })
    expect(fetcher).not.toHaveBeenCalled()
    await page.setProps({ key: '/api/data' })
    expect(page.latest.data).toBe('/api/data')
  })

  it('Dependent: a request waits for the data that its key needs, and others run beside it', async () => {
    const server = createManualFetcher()
    function MyProjects(): ReactNode {
      const { data: user } = useCachetta<{ id: number }>('/api/user')
      const { data: projects } = useCachetta<string[]>(() => `/api/projects?uid=${(user as { id: number }).id}`)
      const { data: news } = useCachetta<string>('/api/news')
      return projects ? `You have ${projects.length} projects, ${news}` : 'loading...'
    }
    await renderApp(<MyProjects />, { fetcher: server.fetcher as never })
    expect(server.requests.map(({ args: [key] }) => key)).toEqual(['/api/user', '/api/news'])
    await server.answer('news', 1)
    await server.answer({ id: 7 }, 0)
    expect(text()).toBe('loading...')
    expect(server.requests.map(({ args: [key] }) => key).slice(2)).toEqual(['/api/projects?uid=7'])
    await server.answer(['one', 'two'])
    expect(text()).toBe('You have 2 projects, news')
  })
})
