import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Cachetta } from '../../src/index.ts'
import { prefetch } from '../../src/index.ts'
import { CachettaProvider, useCachettaSubscription } from '../../src/react.ts'
import { createTestCache } from '../../src/testing.ts'
import { settled } from '../support/by-hand.ts'
import { expectConsoleErrors } from '../support/console-errors.ts'
import { logLines } from '../support/log-lines.ts'
import { reactRelease } from '../support/render.tsx'
import { useAny } from './support.tsx'

const lines = logLines()

beforeEach(() => expectConsoleErrors(/useLayoutEffect does nothing on the server/))
afterEach(() => void vi.unstubAllEnvs())

const fetcher = async (): Promise<string> => 'Ada'

/** Renders on a server one component for each key. */
async function rendered(scope: Cachetta, keys: readonly unknown[], options: object = {}, by: unknown = fetcher) {
  function Shows({ of }: { of: unknown }): ReactNode {
    return <p>{String(useAny(of, by, options).data)}</p>
  }
  renderToString(
    <CachettaProvider cache={scope}>
      <Suspense fallback="waiting">
        {keys.map((key, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never move
          <Shows key={index} of={key} />
        ))}
      </Suspense>
    </CachettaProvider>,
  )
  await settled()
}

describe.runIf(reactRelease >= 18)('a component rendered on a server without its data', () => {
  it('is logged in development with its key, once per page', async () => {
    const { cache } = createTestCache()
    for (const scope of [cache.scope(), cache.scope()]) {
      await rendered(scope, ['user', ['post', 7], 'user'])
      await rendered(scope, ['user'])
    }
    const missing = (key: string) =>
      `warn cachetta: test ${key} was rendered on the server without data; prefetch it, let the hook wait with suspense: true, or give it fallbackData`
    expect(lines).toEqual([missing('"user"'), missing('"post",7'), missing('"user"'), missing('"post",7')])
  })

  it('is not logged in production', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    await rendered(createTestCache().cache.scope(), ['user'])
    expect(lines).toEqual([])
  })

  it.each([
    ['it has fallback data', { fallbackData: 'someone' }, fetcher],
    ['it waits for its data', { suspense: true }, fetcher],
    ['the browser does not fetch the data either', { revalidateOnMount: false }, fetcher],
    ['it has no fetcher', {}, null],
  ])('is not logged if %s', async (_why, options, by) => {
    await rendered(createTestCache().cache.scope(), ['user'], options, by)
    expect(lines).toEqual([])
  })

  it('is not logged if it shows a subscription', async () => {
    const scope = createTestCache().cache.scope()
    const Shows = (): ReactNode => String(useCachettaSubscription('prices', () => () => {}).data)
    renderToString(
      <CachettaProvider cache={scope}>
        <Shows />
      </CachettaProvider>,
    )
    await settled()
    expect(lines).toEqual([])
  })

  it('is not logged if its data was prefetched', async () => {
    const scope = createTestCache().cache.scope()
    await prefetch(scope, 'user', fetcher)
    await rendered(scope, ['user'])
    expect(lines).toEqual([])
  })
})
