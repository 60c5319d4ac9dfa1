import type { ReactNode } from 'react'
import { Suspense } from 'react'
import { describe, expect, it } from 'vitest'
import type { Result, Sink, SubscriptionOptions } from '../../src/react.ts'
import { useCachettaSubscription } from '../../src/react.ts'
import { render } from '../support/render.tsx'
import { settle } from './support/settle.ts'
import { createTestApp } from './support/test-app.tsx'

/** Mounts a stream with options. `send` sends data. */
async function openStream(options: SubscriptionOptions, app = createTestApp()) {
  let result: Result | undefined
  let sink: Sink<unknown> | undefined
  let renders = 0
  const source = (_key: unknown, opened: Sink<unknown>) => {
    sink = opened
    return () => {}
  }
  function Stream({ name }: { name: string }): ReactNode {
    result = useCachettaSubscription(name, source, options)
    renders += 1
    return <p>{JSON.stringify(result.data)}</p>
  }
  const createElement = (name: string) => (
    <app.Provider>
      <Suspense fallback={<p>waits</p>}>
        <Stream name={name} />
      </Suspense>
    </app.Provider>
  )
  const rendered = render(createElement('a'))
  await settle()
  return {
    app,
    get shown() {
      return rendered.container.textContent
    },
    get isStale() {
      return result?.isStale
    },
    get renders() {
      return renders
    },
    send: (data: unknown) => settle(() => sink?.next(null, data)),
    show: (name: string) => settle(() => rendered.rerender(createElement(name))),
    unmount: () => settle(() => rendered.unmount()),
  }
}

/** One test for each option. The type makes sure that none is missing. */
const tests: Record<keyof SubscriptionOptions, () => Promise<void>> = {
  async compare() {
    const page = await openStream({ compare: () => true })
    await page.send(1)
    expect(page.shown).toBe('')
  },
  async duration() {
    const page = await openStream({ duration: '1m' })
    await page.send(1)
    expect(page.isStale).toBe(false)
    await page.app.advance('2m')
    await page.show('a')
    const later = await openStream({ duration: '1m' }, page.app)
    expect(later.isStale).toBe(true)
  },
  async fallbackData() {
    expect((await openStream({ fallbackData: 'placeholder' })).shown).toBe('"placeholder"')
  },
  async keepPreviousData() {
    const page = await openStream({ keepPreviousData: true })
    await page.send(1)
    await page.show('b')
    expect(page.shown).toBe('1')
  },
  async persist() {
    const page = await openStream({ persist: false })
    await page.send(1)
    expect(page.shown).toBe('1')
    const stored = []
    for await (const entry of page.app.cache.entries()) stored.push(entry)
    expect(stored).toEqual([])
  },
  async schema() {
    const page = await openStream({ schema: (data: unknown) => Number(data) })
    await page.send(1)
    expect(page.shown).toBe('1')
  },
  async select() {
    const page = await openStream({ select: (data) => Reflect.get(Object(data), 'n') })
    await page.send({ n: 1 })
    expect(page.shown).toBe('1')
  },
  async staleDuration() {
    const page = await openStream({ duration: '1m', staleDuration: 0 })
    await page.send(1)
    await page.unmount()
    await page.app.advance('2m')
    expect((await openStream({ duration: '1m', staleDuration: 0 }, page.app)).shown).toBe('')
  },
  async tags() {
    const page = await openStream({ tags: ['prices'] })
    await page.send(1)
    const tags = []
    for await (const entry of page.app.cache.entries()) tags.push(entry.tags)
    expect(tags).toEqual([['prices']])
  },
  async use() {
    const page = await openStream({
      use: [(next) => (key, source, options) => ({ ...next(key, source, options), data: 'wrapped' })],
    })
    expect(page.shown).toBe('"wrapped"')
  },
  async version() {
    const page = await openStream({ version: 1 })
    await page.send(1)
    await page.unmount()
    expect((await openStream({ version: 2 }, page.app)).shown).toBe('')
    expect((await openStream({ version: 1 }, page.app)).shown).toBe('1')
  },
}

describe('an option of useCachettaSubscription does what the table says', () => {
  it.each(Object.entries(tests))('%s', async (_name, test) => {
    await test()
  })
})

it('a stream shows what is sent under a provider with `suspense`', async () => {
  const page = await openStream({}, createTestApp({}, { suspense: true }))
  await page.send(1)
  expect(page.shown).toBe('1')
})
