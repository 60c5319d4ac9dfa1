import { describe, expect, it } from 'vitest'
import type { Duration } from '../../../src/index.ts'
import { mutate, prefetch, subscribe, writeCache } from '../../../src/index.ts'
import type { Sink } from '../../../src/react.ts'
import { CachettaProvider, useCachetta, useCachettaSubscription } from '../../../src/react.ts'
import { dehydrate, hydrate } from '../../../src/ssr.ts'
import { createTestCache } from '../../../src/testing.ts'
import { render } from '../../support/render.tsx'
import { createCountingFetcher, createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'
import type { TestApp } from '../support/test-app.tsx'
import { createTestApp } from '../support/test-app.tsx'

async function hydrateEntry({ cache, clock }: TestApp): Promise<void> {
  const server = createTestCache()
  const scope = server.cache.scope()
  await prefetch(scope, 'a', () => 'set')
  clock.set(server.clock.now())
  hydrate(cache, dehydrate(scope))
}

async function sendBySubscription({ Provider }: TestApp): Promise<void> {
  let sink: Sink<unknown> | undefined
  const source = (_key: unknown, opened: Sink<unknown>) => {
    sink = opened
    return () => {}
  }
  function Subscription() {
    return <p>{String(useCachettaSubscription('a', source as never).data)}</p>
  }
  const page = render(
    <Provider>
      <Subscription />
    </Provider>,
  )
  await settle()
  await settle(() => sink?.next(undefined, 'set'))
  page.unmount()
}

const ways: [way: string, set: (app: TestApp) => unknown][] = [
  ['mutate(cache, key, data)', ({ cache }) => mutate(cache, 'a', 'set')],
  ['mutate(cache, key, promise)', ({ cache }) => mutate(cache, 'a', Promise.resolve('set'))],
  ['mutate(cache, key, function)', ({ cache }) => mutate(cache, 'a', () => 'set')],
  ['mutate(cache, key, data, options)', ({ cache }) => mutate(cache, 'a', 'set', { revalidate: () => true })],
  [
    'mutate(cache, key, data) beside a subscriber',
    ({ cache }) => {
      subscribe(cache, 'a', () => {})
      return mutate(cache, 'a', 'set')
    },
  ],
  [
    'mutate(cache, filter, data)',
    async ({ cache }) => {
      await prefetch(cache, 'a', () => 'fetched')
      await mutate(cache, (key: unknown) => key === 'a', 'set')
    },
  ],
  ['writeCache', ({ cache }) => writeCache(cache, 'set', 'a')],
  [
    'writeCache beside a value in memory',
    async ({ cache }) => {
      await prefetch(cache, 'a', () => 'fetched')
      await writeCache(cache, 'set', 'a')
    },
  ],
  ['hydrate', hydrateEntry],
  ['a subscription', sendBySubscription],
]

describe.each(ways)('a value that is set by %s is as fresh as one that was fetched', (way, set) => {
  const setIn = (app: TestApp) => (way === 'a subscription' ? set(app) : settle(() => set(app)))

  it('so a hook with `revalidateIfStale: false` does not fetch', async () => {
    const app = createTestApp()
    await setIn(app)
    await app.advance('1h')
    const fetcher = createCountingFetcher()
    const page = await showEntry(app, { key: 'a', fetcher, options: { revalidateIfStale: false } })

    expect(page.latest).toMatchObject({ data: 'set', isValidating: false })
    expect(fetcher).not.toHaveBeenCalled()
  })

  it('so a hook does not fetch before its `duration` has passed', async () => {
    const app = createTestApp()
    await setIn(app)
    await app.advance('59s')
    const fetcher = createCountingFetcher()
    const props = { key: 'a', fetcher, options: { duration: '1m' } }
    const page = await showEntry(app, props)
    expect(page.latest).toMatchObject({ data: 'set', isValidating: false })
    await page.unmount()
    await app.advance('1s')
    await showEntry(app, props)

    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('so a hook does not fetch before `dedupingInterval` has passed', async () => {
    const app = createTestApp()
    await setIn(app)
    await app.advance('1999ms')
    const fetcher = createCountingFetcher()
    const page = await showEntry(app, { key: 'a', fetcher })
    expect(fetcher).not.toHaveBeenCalled()
    await page.unmount()
    await app.advance('1ms')
    await showEntry(app, { key: 'a', fetcher })

    expect(fetcher).toHaveBeenCalledOnce()
  })
})

it('fetches after `mutate(cache, key)` without data, even with `revalidateIfStale: false`', async () => {
  const app = createTestApp()
  const fetcher = createCountingFetcher()
  await settle(() => mutate(app.cache, 'a', 'set'))
  await settle(() => mutate(app.cache, 'a'))
  await showEntry(app, { key: 'a', fetcher, options: { revalidateIfStale: false } })

  expect(fetcher).toHaveBeenCalledOnce()
})

it('fetches for the hooks that show the key after `mutate(cache, key, data)`', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const page = await showEntry(app, { key: 'a', fetcher: server.fetcher })
  await server.answer('first')
  await settle(() => mutate(app.cache, 'a', 'set'))

  expect(page.latest).toMatchObject({ data: 'set', isValidating: true })
  expect(server.requests).toHaveLength(2)
})

describe('an entry that a test cache has from the start', () => {
  const showSeeded = async (age: Duration) => {
    const { cache } = createTestCache({ entries: [['a', 'seeded', { age }]] })
    const fetcher = createCountingFetcher()
    function Seeded() {
      return <p>{String(useCachetta('a', fetcher).data)}</p>
    }
    render(
      <CachettaProvider cache={cache}>
        <Seeded />
      </CachettaProvider>,
    )
    expect(document.body.textContent).toBe('seeded')
    await settle()
    return fetcher
  }

  it('is fetched again by a mount if it is older than `dedupingInterval`', async () => {
    expect(await showSeeded('2s')).toHaveBeenCalledOnce()
  })

  it('is recent if it is younger', async () => {
    expect(await showSeeded('1s')).not.toHaveBeenCalled()
  })
})
