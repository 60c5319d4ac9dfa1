import type { ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { describe, expect, it, vi } from 'vitest'
import { lookup, writeCache } from '../../src/index.ts'
import type { Middleware, Sink } from '../../src/react.ts'
import { useCachettaSubscription } from '../../src/react.ts'
import { recordLogLines } from '../support/log-lines.ts'
import { isStrict, render, renderHook } from '../support/render.tsx'
import { settle } from './support/settle.ts'
import type { TestApp } from './support/test-app.tsx'
import { createTestApp } from './support/test-app.tsx'

const lines = recordLogLines()

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
    rerender: (names: readonly unknown[]) => rendered.rerender(createElement(names)),
    setKeys: (names: readonly unknown[]) => settle(() => rendered.rerender(createElement(names))),
  }
}

/** A source that records what happens to it, by key. */
function createLoggedSource() {
  const log: string[] = []
  const source = (key: unknown) => {
    log.push(`open ${String(key)}`)
    return () => void log.push(`close ${String(key)}`)
  }
  return { log, source, clear: () => void log.splice(0) }
}

describe('useCachettaSubscription (55)', () => {
  it('opens one source for one key, and closes it with the last hook', async () => {
    const { source, opened, close } = createManualSource()
    const page = mountSubscriptions(createTestApp(), ['a', 'a', 'a'], source)
    await settle()
    // StrictMode may mount twice: then the source opens, closes, and opens again.
    expect(opened.map(({ key }) => key)).toEqual([...close.mock.calls.map(() => 'a'), 'a'])
    if (!isStrict) expect(opened).toHaveLength(1)
    await page.setKeys(['a'])
    expect(close).toHaveBeenCalledTimes(opened.length - 1)
    await page.setKeys([])
    expect(close).toHaveBeenCalledTimes(opened.length)
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
    const mounts = opened.length // StrictMode may mount twice
    await page.setKeys(['b'])
    expect(opened.slice(mounts).map(({ key }) => key)).toEqual(['b'])
    expect(close).toHaveBeenCalledTimes(mounts)
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

  it('closes a source in the commit that removes its last hook', async () => {
    const { log, source, clear } = createLoggedSource()
    const page = mountSubscriptions(createTestApp(), ['a', 'a'], source)
    await settle()
    clear()
    flushSync(() => page.rerender(['a']))
    expect(log).toEqual([])
    flushSync(() => page.rerender([]))
    expect(log).toEqual(['close a'])
    await settle()
    expect(log).toEqual(['close a'])
  })

  it('closes the source of an old key before it opens that of a new key, whichever component shows it', async () => {
    const { log, source, clear } = createLoggedSource()
    const page = mountSubscriptions(createTestApp(), ['a', 'b', 'c'], source)
    await settle()
    clear()
    flushSync(() => page.rerender(['d', 'c', 'e']))
    expect(log).toEqual(['close a', 'close b', 'close c', 'open d', 'open c', 'open e'])
    await settle()
    clear()
    flushSync(() => page.rerender([null, 'e', 'd']))
    expect(log.slice(0, 3).sort()).toEqual(['close c', 'close d', 'close e'])
    expect(log.slice(3)).toEqual(['open e', 'open d'])
  })

  it('loses no data when a component moves: its source opens again in the same commit', async () => {
    const { source, opened, close, send } = createManualSource()
    const page = mountSubscriptions(createTestApp(), ['a'], source)
    await settle()
    await send(null, 1)
    flushSync(() => page.rerender([null, 'a']))
    expect(opened.length - close.mock.calls.length).toBe(1)
    await send(null, (before: number) => before + 1)
    expect(page.readTexts()).toEqual(['undefined', '2'])
  })

  it('shows what a source sends while it opens, and nothing that it sends after it closed', async () => {
    const app = createTestApp()
    const sinks: Sink<unknown>[] = []
    const source = (key: unknown, sink: Sink<unknown>) => {
      sinks.push(sink)
      sink.next(null, `first of ${String(key)}`)
      return () => sink.next(null, 'last words')
    }
    const page = mountSubscriptions(app, ['a'], source)
    await settle()
    expect(page.readTexts()).toEqual(['first of a'])
    await page.setKeys(['b'])
    expect(page.readTexts()).toEqual(['first of b'])
    await settle(() => sinks[0]?.next(new Error('late')))
    expect(page.readTexts()).toEqual(['first of b'])
    await page.setKeys([])
    expect(await lookup(app.cache, 'a')).toMatchObject({ value: 'first of a' })
    expect(await lookup(app.cache, 'b')).toMatchObject({ value: 'first of b' })
  })

  it.each(['throws', 'sends an error'])(
    'shows the error of a source that %s while it opens, also beside stored data',
    async (how) => {
      const app = createTestApp()
      await writeCache(app.cache, 'stored', 'a')
      const source = (key: unknown, { next }: Sink<unknown>) => {
        const error = new Error(`no ${String(key)}`)
        if (key !== 'b' && how === 'throws') throw error
        if (key !== 'b') next(error)
        else next(null, 'data of b')
        return () => {}
      }
      const page = mountSubscriptions(app, ['a', 'a'], source)
      await settle()
      expect(page.readTexts()).toEqual(['Error: no a', 'Error: no a'])
      await page.setKeys(['b'])
      expect(page.readTexts()).toEqual(['data of b'])
      await page.setKeys(['c'])
      expect(page.readTexts()).toEqual(['Error: no c'])
    },
  )

  it('says once that a source returns no function, or throws while it closes, with its key', async () => {
    const page = mountSubscriptions(createTestApp(), ['a'], () => undefined)
    await settle()
    await page.setKeys([])
    await page.setKeys(['a'])
    expect(lines).toEqual([
      'warn cachetta: the source of test "a" returned no function, so it stays open; return a function that closes it',
    ])
    lines.splice(0)
    const breaking = mountSubscriptions(createTestApp(), ['b'], () => () => {
      throw new Error('broken')
    })
    await settle()
    await breaking.setKeys([])
    expect(lines).toEqual([expect.stringMatching(/^warn cachetta: the source of test "b" threw while it closed/)])
  })

  it('opens nothing without a key', async () => {
    const { source, opened } = createManualSource()
    mountSubscriptions(createTestApp(), [null], source)
    await settle()
    expect(opened).toEqual([])
  })

  it('is wrapped in middleware: that of the provider outside that of the hook', async () => {
    const wrap =
      (name: string): Middleware =>
      (next) =>
      (key, source, options) => {
        const result = next(key, source, options)
        return { ...result, data: `${name}(${result.data})` }
      }
    const { source, send } = createManualSource()
    const { Provider } = createTestApp({}, { use: [wrap('provider')] })
    const { result } = renderHook(() => useCachettaSubscription('a', source, { use: [wrap('hook')] }), {
      wrapper: Provider,
    })
    await settle()
    await send(null, 1)
    expect(result.current.data).toBe('provider(hook(1))')
  })
})
