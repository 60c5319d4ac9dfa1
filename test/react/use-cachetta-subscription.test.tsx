import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { lookup } from '../../src/index.ts'
import type { Sink } from '../../src/react.ts'
import { useCachettaSubscription } from '../../src/react.ts'
import { render } from '../support/render.tsx'
import { settle } from './support/settle.ts'
import type { TestApp } from './support/test-app.tsx'
import { createTestApp } from './support/test-app.tsx'

/** A source that sends what the test passes to `send`, and records each opening and closing. */
function createManualSource() {
  const opened: { key: unknown; sink: Sink<unknown> }[] = []
  const close = vi.fn()
  const source = (key: unknown, sink: Sink<unknown>) => {
    opened.push({ key, sink })
    return close
  }
  const send = (...message: [error: unknown, data?: unknown]) =>
    settle(() => {
      const next = opened.at(-1)?.sink.next as ((...message: unknown[]) => void) | undefined
      next?.(...message)
    })
  return { source, opened, close, send }
}

function mountSubscriptions({ Provider }: TestApp, keys: readonly unknown[], source: unknown) {
  function Subscription({ name }: { name: unknown }): ReactNode {
    const { data, error } = useCachettaSubscription(name as never, source as never)
    return <p>{error ? String(error) : String(data)}</p>
  }
  const createElement = (names: readonly unknown[]) => (
    <Provider>
      {names.map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same component with another key of the cache
        <Subscription key={index} name={name} />
      ))}
    </Provider>
  )
  const rendered = render(createElement(keys))
  return {
    readTexts: () => [...document.querySelectorAll('p')].map(({ textContent }) => textContent),
    setKeys: (names: readonly unknown[]) => settle(() => rendered.rerender(createElement(names))),
  }
}

describe('useCachettaSubscription (55)', () => {
  it('opens one source for one key, and closes it with the last hook', async () => {
    const { source, opened, close } = createManualSource()
    const page = mountSubscriptions(createTestApp(), ['a', 'a', 'a'], source)
    await settle()
    expect(opened.map(({ key }) => key)).toEqual(['a'])
    await page.setKeys(['a'])
    expect(close).not.toHaveBeenCalled()
    await page.setKeys([])
    expect(close).toHaveBeenCalledOnce()
  })

  it('shows the data that is sent, and the result of a function that gets the previous data', async () => {
    const { source, send } = createManualSource()
    const page = mountSubscriptions(createTestApp(), ['a', 'a'], source)
    await settle()
    await send(null, 1)
    expect(page.readTexts()).toEqual(['1', '1'])
    await send(null, (before: number) => before + 1)
    expect(page.readTexts()).toEqual(['2', '2'])
  })

  it('shows an error until the next data arrives', async () => {
    const { source, send } = createManualSource()
    const page = mountSubscriptions(createTestApp(), ['a'], source)
    await settle()
    await send(null, 1)
    await send(new Error('cut'))
    expect(page.readTexts()).toEqual(['Error: cut'])
    await send(null, 2)
    expect(page.readTexts()).toEqual(['2'])
  })

  it('opens another source for another key, and ignores the first', async () => {
    const { source, opened, close, send } = createManualSource()
    const page = mountSubscriptions(createTestApp(), ['a'], source)
    await settle()
    await page.setKeys(['b'])
    expect(opened.map(({ key }) => key)).toEqual(['a', 'b'])
    expect(close).toHaveBeenCalledOnce()
    await settle(() => opened[0]?.sink.next(null, 'late'))
    await send(null, 'new')
    expect(page.readTexts()).toEqual(['new'])
  })

  it('stores the data that is sent in the same way as a fetch (50)', async () => {
    const app = createTestApp()
    const { source, send } = createManualSource()
    mountSubscriptions(app, ['a'], source)
    await settle()
    await send(null, 'sent')
    expect(await lookup(app.cache, 'a')).toMatchObject({ hit: true, value: 'sent' })
  })

  it('does not call the fetcher of a provider', async () => {
    const fetcher = vi.fn(() => 'fetched')
    const { source, send } = createManualSource()
    const page = mountSubscriptions(createTestApp({}, { fetcher }), ['a'], source)
    await settle()
    await send(null, 'sent')
    expect(fetcher).not.toHaveBeenCalled()
    expect(page.readTexts()).toEqual(['sent'])
  })

  it('opens nothing without a key', async () => {
    const { source, opened } = createManualSource()
    mountSubscriptions(createTestApp(), [null], source)
    await settle()
    expect(opened).toEqual([])
  })
})
