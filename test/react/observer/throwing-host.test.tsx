import type { ReactNode } from 'react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ProviderOptions } from '../../../src/react.ts'
import { expectConsoleErrors } from '../../support/console-errors.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { render } from '../../support/render.tsx'
import { ErrorBoundary } from '../support/error-boundary.tsx'
import { settle } from '../support/settle.ts'
import { useAny } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

const lines = recordLogLines()
const reported = vi.fn()
const own = new Error('own')
const fail = () => {
  throw own
}

beforeEach(() => {
  reported.mockClear()
  vi.stubGlobal('reportError', reported)
})

/** Shows what two components display of one entry. The second has none of the options. */
function showTwo(options: object, defaults: ProviderOptions = {}) {
  const app = createTestApp({ duration: '1s', staleDuration: '1h' }, defaults)
  const fetcher = vi.fn(async () => ({ text: `fetched ${fetcher.mock.calls.length}` }))
  const useEntry = (given: object): ReactNode => {
    const { data } = useAny('a', fetcher, { dedupingInterval: 0, ...given })
    return <p>{String((data as { text?: string } | undefined)?.text ?? data)}</p>
  }
  const First = () => useEntry(options)
  const Second = () => useEntry({})
  const element = (
    <app.Provider>
      <ErrorBoundary>
        <First />
      </ErrorBoundary>
      <Second />
    </app.Provider>
  )
  return { ...app, fetcher, element }
}

describe.each(['isOnline', 'isVisible', 'initFocus', 'initReconnect', 'compare'])(
  'an option `%s` that throws',
  (option) => {
    it('is an error of the application, and the hook goes on', async () => {
      const { advance, browser, element, fetcher } = showTwo({ [option]: fail, refreshInterval: '10s' })
      const first = render(element)
      await settle()
      expect(document.body.textContent).toBe('fetched 1fetched 1')
      first.unmount()
      await advance('5s')
      render(element)
      await settle()
      expect(document.body.textContent).toBe('fetched 2fetched 2')
      await advance('10s')
      expect(document.body.textContent).toBe('fetched 3fetched 3')
      await browser.focus()
      await advance(0)
      expect(document.body.textContent).toContain(`fetched ${fetcher.mock.calls.length}`)
      expect(reported).toHaveBeenCalledWith(own)
      expect(lines).toEqual([])
    })
  },
)

it('a `select` that throws for new data fails the render of its component, and of no other', async () => {
  expectConsoleErrors(/own|ErrorBoundary/)
  const { element } = showTwo({ select: fail })
  render(element)
  await settle()
  expect(document.body.textContent).toBe('ownfetched 1')
  expect(lines).toEqual([])
})
