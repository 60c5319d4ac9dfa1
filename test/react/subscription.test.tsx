import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { lookup } from '../../src/index.ts'
import type { Sink } from '../../src/react.ts'
import { useCachettaSubscription } from '../../src/react.ts'
import { render } from '../support/render.tsx'
import type { World } from './support.tsx'
import { newWorld, settle } from './support.tsx'

/** A source through which the test sends, and which records each opening and closing. */
function sourceByHand() {
  const opened: { key: unknown; sink: Sink<unknown> }[] = []
  const close = vi.fn()
  const source = (key: unknown, sink: Sink<unknown>) => {
    opened.push({ key, sink })
    return close
  }
  const send = (...what: [error: unknown, data?: unknown]) =>
    settle(() => {
      const next = opened.at(-1)?.sink.next as ((...what: unknown[]) => void) | undefined
      next?.(...what)
    })
  return { source, opened, close, send }
}

function mounted({ Provider }: World, keys: readonly unknown[], source: unknown) {
  function Shows({ of }: { of: unknown }): ReactNode {
    const { data, error } = useCachettaSubscription(of as never, source as never)
    return <p>{error ? String(error) : String(data)}</p>
  }
  const element = (those: readonly unknown[]) => (
    <Provider>
      {those.map((of, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same component with another key of the cache
        <Shows key={index} of={of} />
      ))}
    </Provider>
  )
  const rendered = render(element(keys))
  return {
    texts: () => [...document.querySelectorAll('p')].map((each) => each.textContent),
    change: (those: readonly unknown[]) => settle(() => rendered.rerender(element(those))),
  }
}

describe('useCachettaSubscription (55)', () => {
  it('opens one source for one key, and closes it with the last hook', async () => {
    const { source, opened, close } = sourceByHand()
    const page = mounted(newWorld(), ['a', 'a', 'a'], source)
    await settle()
    expect(opened.map(({ key }) => key)).toEqual(['a'])
    await page.change(['a'])
    expect(close).not.toHaveBeenCalled()
    await page.change([])
    expect(close).toHaveBeenCalledOnce()
  })

  it('shows the data that is sent, and the result of a function of the data before', async () => {
    const { source, send } = sourceByHand()
    const page = mounted(newWorld(), ['a', 'a'], source)
    await settle()
    await send(null, 1)
    expect(page.texts()).toEqual(['1', '1'])
    await send(null, (before: number) => before + 1)
    expect(page.texts()).toEqual(['2', '2'])
  })

  it('shows an error until the next data arrives', async () => {
    const { source, send } = sourceByHand()
    const page = mounted(newWorld(), ['a'], source)
    await settle()
    await send(null, 1)
    await send(new Error('cut'))
    expect(page.texts()).toEqual(['Error: cut'])
    await send(null, 2)
    expect(page.texts()).toEqual(['2'])
  })

  it('opens another source for another key, and ignores the first', async () => {
    const { source, opened, close, send } = sourceByHand()
    const page = mounted(newWorld(), ['a'], source)
    await settle()
    await page.change(['b'])
    expect(opened.map(({ key }) => key)).toEqual(['a', 'b'])
    expect(close).toHaveBeenCalledOnce()
    await settle(() => opened[0]?.sink.next(null, 'late'))
    await send(null, 'new')
    expect(page.texts()).toEqual(['new'])
  })

  it('stores the data that is sent in the same way as a fetch (50)', async () => {
    const world = newWorld()
    const { source, send } = sourceByHand()
    mounted(world, ['a'], source)
    await settle()
    await send(null, 'sent')
    expect(await lookup(world.cache, 'a')).toMatchObject({ hit: true, value: 'sent' })
  })

  it('does not call the fetcher of a provider', async () => {
    const fetcher = vi.fn(() => 'fetched')
    const { source, send } = sourceByHand()
    const page = mounted(newWorld({}, { fetcher }), ['a'], source)
    await settle()
    await send(null, 'sent')
    expect(fetcher).not.toHaveBeenCalled()
    expect(page.texts()).toEqual(['sent'])
  })

  it('opens nothing without a key', async () => {
    const { source, opened } = sourceByHand()
    mounted(newWorld(), [null], source)
    await settle()
    expect(opened).toEqual([])
  })
})
