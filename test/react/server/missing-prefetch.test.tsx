import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Cachetta } from '../../../src/index.ts'
import { prefetch } from '../../../src/index.ts'
import { CachettaProvider, useCachettaSubscription } from '../../../src/react.ts'
import { createTestCache } from '../../../src/testing.ts'
import { expectConsoleErrors } from '../../support/console-errors.ts'
import { flushPromises } from '../../support/deferred.ts'
import { recordLogLines } from '../../support/log-lines.ts'
import { reactRelease } from '../../support/render.tsx'
import { useAny } from '../support/show-entry.tsx'

const lines = recordLogLines()

beforeEach(() => expectConsoleErrors(/useLayoutEffect does nothing on the server/))
afterEach(() => void vi.unstubAllEnvs())

const fetcher = async (): Promise<string> => 'Ada'

/** Renders on a server one component for each key. */
async function renderOnServer(
  scope: Cachetta,
  keys: readonly unknown[],
  options: object = {},
  hookFetcher: unknown = fetcher,
) {
  function Entry({ name }: { name: unknown }): ReactNode {
    return <p>{String(useAny(name, hookFetcher, options).data)}</p>
  }
  renderToString(
    <CachettaProvider cache={scope}>
      <Suspense fallback="waiting">
        {keys.map((key, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the components keep their order
          <Entry key={index} name={key} />
        ))}
      </Suspense>
    </CachettaProvider>,
  )
  await flushPromises()
}

describe.runIf(reactRelease >= 18)('a component rendered on a server without its data', () => {
  it('is logged in development with its key, once per page', async () => {
    const { cache } = createTestCache()
    for (const scope of [cache.scope(), cache.scope()]) {
      await renderOnServer(scope, ['user', ['post', 7], 'user'])
      await renderOnServer(scope, ['user'])
    }
    const warningOf = (key: string) =>
      `warn cachetta: test ${key} was rendered on the server without data; prefetch it, let the hook wait with suspense: true, or give it fallbackData`
    expect(lines).toEqual([warningOf('"user"'), warningOf('"post",7'), warningOf('"user"'), warningOf('"post",7')])
  })

  it('is not logged in production', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    await renderOnServer(createTestCache().cache.scope(), ['user'])
    expect(lines).toEqual([])
  })

  it.each([
    ['it has fallback data', { fallbackData: 'someone' }, fetcher],
    ['it waits for its data', { suspense: true }, fetcher],
    ['the browser does not fetch the data either', { revalidateOnMount: false }, fetcher],
    ['it has no fetcher', {}, null],
  ])('is not logged if %s', async (_reason, options, hookFetcher) => {
    await renderOnServer(createTestCache().cache.scope(), ['user'], options, hookFetcher)
    expect(lines).toEqual([])
  })

  it('is not logged if it shows a subscription', async () => {
    const scope = createTestCache().cache.scope()
    const Price = (): ReactNode => String(useCachettaSubscription('prices', () => () => {}).data)
    renderToString(
      <CachettaProvider cache={scope}>
        <Price />
      </CachettaProvider>,
    )
    await flushPromises()
    expect(lines).toEqual([])
  })

  it('is not logged if its data was prefetched', async () => {
    const scope = createTestCache().cache.scope()
    await prefetch(scope, 'user', fetcher)
    await renderOnServer(scope, ['user'])
    expect(lines).toEqual([])
  })
})
