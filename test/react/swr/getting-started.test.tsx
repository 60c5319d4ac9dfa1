import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { useCachetta } from '../../../src/react.ts'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { renderApp, text } from '../support/render-app.tsx'

interface User {
  readonly name: string
  readonly avatar: string
}

const ada: User = { name: 'Ada', avatar: 'ada.png' }

describe("SWR's page: Getting Started", () => {
  it.each(['ready', 'failed'])('Quick Start: a request is loading, then %s', async (outcome) => {
    const server = createManualFetcher()
    function Profile(): ReactNode {
      const { data, error, isLoading } = useCachetta('/api/user/123', server.fetcher)
      if (error) return <p>failed to load</p>
      if (isLoading) return <p>loading...</p>
      return <p>hello {(data as User).name}!</p>
    }
    await renderApp(<Profile />, { shouldRetryOnError: false })
    expect(text()).toBe('loading...')
    if (outcome === 'ready') await server.answer(ada)
    else await server.fail(new Error('500'))

    expect(text()).toBe(outcome === 'ready' ? 'hello Ada!' : 'failed to load')
  })

  it('Make It Reusable: a hook of the application wraps the hook, and a component shows its states', async () => {
    const fetcher = vi.fn(async (url: string) => ({ ...ada, avatar: `${url}.png` }))
    function useUser(id: number) {
      const { data, error, isLoading } = useCachetta(`/api/user/${id}`, fetcher)
      return { user: data, isLoading, isError: error !== undefined }
    }
    function Avatar({ id }: { id: number }): ReactNode {
      const { user, isLoading, isError } = useUser(id)
      if (isLoading) return <p>spinner</p>
      return <p>{isError ? 'error' : user?.avatar}</p>
    }
    const app = await renderApp(<Avatar id={1} />)
    expect(text()).toBe('/api/user/1.png')
    await app.show(<Avatar id={2} />)
    expect(text()).toBe('/api/user/2.png')
  })

  it('Example: independent components share one request, and no parent passes the data on', async () => {
    const fetcher = vi.fn(async (_url: string) => ada)
    const useUser = () => useCachetta('/api/user', fetcher)
    function Content(): ReactNode {
      const { data, isLoading } = useUser()
      return isLoading ? 'spinner' : `Welcome back, ${data?.name}`
    }
    function Avatar(): ReactNode {
      const { data, isLoading } = useUser()
      return isLoading ? 'spinner' : data?.avatar
    }
    await renderApp(
      <div>
        <nav>
          <Avatar />
        </nav>
        <Content />
      </div>,
    )
    expect(text()).toBe('ada.pngWelcome back, Ada')
    expect(fetcher).toHaveBeenCalledExactlyOnceWith('/api/user', expect.anything())
  })
})
