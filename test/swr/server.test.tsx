// @vitest-environment node
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, it, vi } from 'vitest'
import useSWR, { preload, SWRConfig } from '../../src/swr.ts'
import useSWRImmutable from '../../src/swr-immutable.ts'
import useSWRInfinite, { unstable_serialize } from '../../src/swr-infinite.ts'

const fetcher = vi.fn(async () => 'fetched')

it('Pre-fill Data: a server renders a fallback, also that of a list, and fetches nothing', () => {
  function Page(): ReactNode {
    const list = useSWRInfinite((index) => ['list', index], fetcher).data
    return (
      <p>{`${useSWR('a', fetcher).data} ${useSWRImmutable('b', fetcher).data} ${list} ${useSWR('c', fetcher).isLoading}`}</p>
    )
  }
  const fallback = { a: 'filled', [unstable_serialize((index) => ['list', index])]: ['one', 'two'] }
  const html = renderToString(
    <SWRConfig value={{ fallback }}>
      <Page />
    </SWRConfig>,
  )
  expect(html).toBe('<p>filled undefined one,two true</p>')
  expect(fetcher).not.toHaveBeenCalled()
})

it('Prefetch: a server ignores `preload`', () => {
  expect(preload('a', fetcher)).toBe(undefined)
  expect(fetcher).not.toHaveBeenCalled()
})

it('Suspense: a server needs a fallback', () => {
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {})
  const Page = () => <p>{useSWR('a', fetcher, { suspense: true }).data}</p>
  expect(() => renderToString(<Page />)).toThrow('give the key a a fallback')
  const html = renderToString(
    <SWRConfig value={{ fallback: { a: 'filled' } }}>
      <Page />
    </SWRConfig>,
  )
  expect(html).toContain('<p>filled</p>')
  errors.mockRestore()
})
