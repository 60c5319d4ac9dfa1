import { expect, it, vi } from 'vitest'
import useSWR from '../../src/swr.ts'
import { text } from '../react/support/render-app.tsx'
import { showApp } from './support/show.tsx'

// The extension puts its middleware into the page before the modules of the page load.
vi.hoisted(() => {
  const middleware = (useNext: (...args: unknown[]) => object) =>
    function useObserved(...args: unknown[]) {
      return { ...useNext(...args), data: 'observed' }
    }
  Object.assign(globalThis, { __SWR_DEVTOOLS_USE__: [middleware] })
})

it('DevTools: the middleware of the extension is around every hook', async () => {
  const Page = () => <p>{useSWR('a', async () => 'data').data}</p>
  await showApp(<Page />)
  expect(text()).toBe('observed')
})
