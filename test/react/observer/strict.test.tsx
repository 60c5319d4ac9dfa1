import type { ComponentType, ReactNode } from 'react'
import * as React from 'react'
import { expect, it, vi } from 'vitest'
import type { Result } from '../../../src/react.ts'
import { act, render } from '../../support/render.tsx'
import { createManualFetcher } from '../support/manual-fetcher.ts'
import { settle } from '../support/settle.ts'
import { showEntry, useAny } from '../support/show-entry.tsx'
import { createTestApp } from '../support/test-app.tsx'

const Activity = (React as { Activity?: ComponentType<{ mode: 'visible' | 'hidden'; children: ReactNode }> }).Activity

it('makes one request for a component that is mounted twice (33)', async () => {
  const fetcher = vi.fn(async () => 1)
  for (const options of [{}, { dedupingInterval: 0 }, { fallbackData: 0 }]) {
    fetcher.mockClear()
    const page = await showEntry(createTestApp(), { key: 'a', fetcher, options: { ...options } })
    if (options.dedupingInterval !== 0) expect(fetcher).toHaveBeenCalledOnce()
    expect(page.latest).toMatchObject({ data: 1, isValidating: false })
    await page.unmount()
  }
})

it('makes one request for a fetcher that reads its signal (33)', async () => {
  const signals: unknown[] = []
  const fetcher = vi.fn(async (_key: unknown, { signal }: { signal: { aborted: boolean } }) => {
    signals.push(signal)
    return 1
  })
  const page = await showEntry(createTestApp(), { key: 'a', fetcher })

  expect(page.latest.data).toBe(1)
  expect(signals).toMatchObject([{ aborted: false }])
})

it('does not abort a fetch that the first of two mounts started (33)', async () => {
  const signals: unknown[] = []
  const fetcher = async (_key: unknown, { signal }: { signal: { aborted: boolean } }) => signals.push(signal)
  const app = createTestApp()
  await (await showEntry(app, { key: 'a', fetcher })).unmount()
  await app.advance('10s')
  const page = await showEntry(app, { key: 'a', fetcher })

  expect(page.latest).toMatchObject({ data: 2, isValidating: false })
  expect(signals).toMatchObject([{ aborted: false }, { aborted: false }])
})

it('does not lose a mutation that runs in an effect (33)', async () => {
  const app = createTestApp()
  const server = createManualFetcher()
  const dataOfRenders: unknown[] = []
  function Page(): ReactNode {
    const { data, mutate } = useAny('a', server.fetcher) as Result<string>
    React.useEffect(() => void mutate('mutated', false), [mutate])
    dataOfRenders.push(data)
    return null
  }
  render(
    <app.Provider>
      <Page />
    </app.Provider>,
  )
  await settle()
  if (server.requests.length > 0) await server.answer('old')

  expect(dataOfRenders.at(-1)).toBe('mutated')
  expect(await app.cache.exists('a')).toBe(true)
})

it.skipIf(!Activity)('works under a provider inside an Activity after it was hidden (34)', async () => {
  const app = createTestApp()
  const fetcher = vi.fn(async (key: string) => key)
  let mutate: Result['mutate'] | undefined
  function Page({ name }: { name: string }): ReactNode {
    const result = useAny(name, fetcher, { dedupingInterval: 0 })
    mutate = result.mutate
    return <p>{String(result.data)}</p>
  }
  const App = ({ mode, name }: { mode: 'visible' | 'hidden'; name: string }) =>
    Activity ? (
      <Activity mode={mode}>
        <app.Provider>
          <Page name={name} />
        </app.Provider>
      </Activity>
    ) : null
  const { rerender } = render(<App mode="hidden" name="a" />)
  await settle()
  expect(fetcher).not.toHaveBeenCalled()

  act(() => rerender(<App mode="visible" name="a" />))
  await settle()
  expect(document.body.textContent).toBe('a')

  act(() => rerender(<App mode="hidden" name="a" />))
  await settle(() => mutate?.('changed while hidden', false))
  fetcher.mockImplementation(async () => 'fetched on return')
  act(() => rerender(<App mode="visible" name="a" />))
  expect(document.body.textContent).toBe('changed while hidden')
  await settle()
  expect(document.body.textContent).toBe('fetched on return')
})
