import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { beforeEach, expect, it } from 'vitest'
import { mutate } from '../../../src/index.ts'
import { CachettaProvider, useCachettaAll } from '../../../src/react.ts'
import { createTestCache } from '../../../src/testing.ts'
import { expectConsoleErrors } from '../../support/console-errors.ts'

// jsdom has a `document`, so the hooks take a render on the server for one in a browser.
beforeEach(() => expectConsoleErrors(/useLayoutEffect does nothing on the server/))

it('`useCachettaAll` renders on a server what a scope holds', async () => {
  const { cache } = createTestCache()
  await mutate(cache, 'a', 'stored', false)
  const scope = cache.scope()
  await mutate(scope, 'a', 'stored', false)
  function All(): ReactNode {
    return useCachettaAll([{ key: 'a' }, { key: 'b', fetcher: () => 1, fallbackData: 0 }]).map(({ data }) => `${data};`)
  }
  const html = renderToString(
    <CachettaProvider cache={scope}>
      <All />
    </CachettaProvider>,
  )
  expect(html.replaceAll('<!-- -->', '')).toBe('stored;0;')
})
