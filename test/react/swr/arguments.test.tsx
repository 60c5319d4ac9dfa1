import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { useCachetta } from '../../../src/react.ts'
import { renderApp, text } from '../support/render-app.tsx'

describe("SWR's page: Arguments", () => {
  it('Arguments: the key is the argument of the fetcher', async () => {
    const fetcher = vi.fn(async (url: string) => `data of ${url}`)
    function Page(): ReactNode {
      const one = useCachetta('/api/user', () => fetcher('/api/user'))
      const two = useCachetta('/api/user', (url) => fetcher(url))
      const three = useCachetta('/api/user', fetcher)
      return [one, two, three].map(({ data }) => data).join(' ')
    }
    await renderApp(<Page />)
    expect(text()).toBe('data of /api/user data of /api/user data of /api/user')
    expect(fetcher.mock.calls.map(([url]) => url)).toEqual(['/api/user'])
  })

  it('Multiple Arguments: an array is the key as a whole, and arrives as it is', async () => {
    const fetchWithToken = vi.fn(async (url: string, token: string) => `${url} for ${token}`)
    function Page({ token }: { token: string }): ReactNode {
      return <>{useCachetta(['/api/user', token], ([url, each]) => fetchWithToken(url, each)).data}</>
    }
    const app = await renderApp(<Page token="ada" />)
    expect(text()).toBe('/api/user for ada')
    await app.show(<Page token="eve" />)
    expect(text()).toBe('/api/user for eve')
    expect(fetchWithToken).toHaveBeenCalledTimes(2)
  })

  it('Passing Objects: objects are compared by what they contain, and arrive as they are', async () => {
    const fetchOrders = vi.fn(async ({ url, args }: { url: string; args: { id: number } }) => `${url} of ${args.id}`)
    function Page({ id }: { id: number }): ReactNode {
      const user = { id, roles: ['admin'] } // a new object in every render
      const { data } = useCachetta({ url: '/api/orders', args: user }, fetchOrders)
      const { data: same } = useCachetta({ args: { roles: ['admin'], id }, url: '/api/orders' }, fetchOrders)
      return `${data}, ${same}`
    }
    const app = await renderApp(<Page id={1} />)
    await app.show(<Page id={1} />)
    expect(text()).toBe('/api/orders of 1, /api/orders of 1')
    expect(fetchOrders).toHaveBeenCalledOnce()
  })
})
