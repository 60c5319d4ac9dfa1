import { describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../src/index.ts'
import type { AllRequest, Options, ProviderOptions } from '../../src/react.ts'
import { createManualFetcher } from './support/manual-fetcher.ts'
import type { FetchingHook, OptionPage, OptionPlace, OptionTest } from './support/option-page.tsx'
import { createOptionTest } from './support/option-page.tsx'
import { settle } from './support/settle.ts'
import { createTestApp } from './support/test-app.tsx'

/** Opens a page, and answers its first request with `one`. */
async function openWithData({ open }: OptionTest, ...args: Parameters<OptionTest['open']>): Promise<OptionPage> {
  const page = await open(...args)
  await page.answer('one')
  expect(page.requests).toBe(1)
  return page
}

/** Shows data, leaves it, and opens another page with the same cache after some time. */
async function reopen(test: OptionTest, options: Record<string, unknown>, age = '1m'): Promise<OptionPage> {
  const before = await openWithData(test, options)
  await before.unmount()
  await before.app.advance(age)
  return test.open(options, before)
}

/** One test for each option of `useCachetta`. The type makes sure that none is missing. */
const tests: { readonly [Name in keyof Required<Options>]: (test: OptionTest) => Promise<void> } = {
  async compare(test) {
    const page = await openWithData(test, { compare: () => true })
    expect(page.shown).toBeUndefined()
  },
  async condition(test) {
    const page = await openWithData(test, { condition: (data: unknown) => data !== 'one' })
    expect(page.shown).toBe('one')
    expect(await page.countStored()).toBe(0)
  },
  async dedupingInterval(test) {
    const page = await reopen(test, { dedupingInterval: '2m' })
    expect(page.requests).toBe(1)
    await page.app.advance('2m')
    await page.app.browser.focus()
    expect(page.requests).toBe(2)
  },
  async duration(test) {
    const page = await reopen(test, { duration: '2m' })
    expect(page.requests).toBe(1)
    expect(page.result.isStale).toBe(false)
    await page.app.advance('2m')
    await page.app.browser.focus()
    expect(page.requests).toBe(2)
  },
  async errorRetryCount({ open }) {
    const page = await open({ errorRetryCount: 1 })
    await page.fail(new Error('once'))
    await page.app.advance('1m')
    expect(page.requests).toBe(2)
    await page.fail(new Error('twice'))
    await page.app.advance('10m')
    expect(page.requests).toBe(2)
  },
  async errorRetryInterval({ open }) {
    const page = await open({ errorRetryInterval: '1h' })
    await page.fail(new Error('no'))
    await page.app.advance('59m')
    expect(page.requests).toBe(1)
    await page.app.advance('3h')
    expect(page.requests).toBe(2)
  },
  async fallbackData({ open, wrap }) {
    const page = await open({ fallbackData: wrap('placeholder') })
    expect(page.shown).toBe('placeholder')
    expect(page.result.source).toBe('fallback')
    expect(await page.countStored()).toBe(0)
  },
  async focusThrottleInterval(test) {
    const page = await openWithData(test, { focusThrottleInterval: '1h' })
    await page.app.advance('59m')
    await page.app.browser.focus()
    expect(page.requests).toBe(1)
    await page.app.advance('1m')
    await page.app.browser.focus()
    expect(page.requests).toBe(2)
  },
  async initFocus(test) {
    let focus = () => {}
    const page = await openWithData(test, {
      initFocus: (callback: () => void) => {
        focus = callback
      },
    })
    await page.app.advance('1m')
    await settle(focus)
    expect(page.requests).toBe(2)
  },
  async initReconnect(test) {
    let reconnect = () => {}
    const page = await openWithData(test, {
      initReconnect: (callback: () => void) => {
        reconnect = callback
      },
    })
    await page.app.advance('1m')
    await settle(reconnect)
    expect(page.requests).toBe(2)
  },
  async isOnline(test) {
    const page = await reopen(test, { isOnline: () => false })
    await page.app.advance('1m')
    await page.app.browser.focus()
    expect(page.requests).toBe(1)
  },
  async isPaused({ open }) {
    let isPaused = true
    const page = await open({ isPaused: () => isPaused })
    expect(page.requests).toBe(0)
    isPaused = false
    await page.app.advance('1m')
    await page.app.browser.focus()
    expect(page.requests).toBe(1)
    isPaused = true
    await page.answer('dropped')
    expect(page.shown).toBeUndefined()
  },
  async isVisible(test) {
    const page = await openWithData(test, { isVisible: () => false })
    await page.app.advance('1m')
    await page.app.browser.reconnect()
    expect(page.requests).toBe(1)
  },
  async keepPreviousData(test) {
    const page = await openWithData(test, { keepPreviousData: true })
    await page.setKey('b')
    expect(page.shown).toBe('one')
    await page.answer('two')
    expect(page.shown).toBe('two')
  },
  async loadingTimeout({ open }) {
    const onLoadingSlow = vi.fn()
    const page = await open({ loadingTimeout: '1m', onLoadingSlow })
    await page.app.advance('59s')
    expect(onLoadingSlow).not.toHaveBeenCalled()
    await page.app.advance('1s')
    expect(onLoadingSlow).toHaveBeenCalledOnce()
  },
  async onDiscarded({ open, wrap }) {
    const onDiscarded = vi.fn()
    const page = await open({ onDiscarded })
    await settle(() => page.result.mutate(wrap('own'), false))
    expect(onDiscarded).not.toHaveBeenCalled()
    await page.answer('late')
    expect(onDiscarded.mock.calls).toEqual([['a']])
    expect(page.shown).toBe('own')
  },
  async onError({ open }) {
    const onError = vi.fn()
    const error = new Error('no')
    await (await open({ onError })).fail(error)
    expect(onError.mock.calls).toEqual([[error, 'a']])
  },
  async onErrorRetry({ open }) {
    const onErrorRetry = vi.fn()
    const error = new Error('no')
    const page = await open({ onErrorRetry })
    await page.fail(error)
    await page.app.advance('10m')
    expect(onErrorRetry.mock.calls).toEqual([[error, 'a', { retryCount: 1, revalidate: expect.any(Function) }]])
    expect(page.requests).toBe(1)
    await settle(() => onErrorRetry.mock.calls[0]?.[2].revalidate())
    expect(page.requests).toBe(2)
  },
  async onLoadingSlow({ open }) {
    const onLoadingSlow = vi.fn()
    const page = await open({ onLoadingSlow })
    await page.app.advance('3s')
    expect(onLoadingSlow.mock.calls).toEqual([['a']])
  },
  async onSuccess(test) {
    const onSuccess = vi.fn()
    await openWithData(test, { onSuccess, select: () => 'selected' })
    expect(onSuccess.mock.calls).toEqual([[test.wrap('one'), 'a']])
  },
  async persist(test) {
    const page = await openWithData(test, { persist: false })
    expect(page.shown).toBe('one')
    expect(await page.countStored()).toBe(0)
  },
  async refreshInterval(test) {
    const page = await openWithData(test, { refreshInterval: '10s', duration: '1h' })
    await page.app.advance('9s')
    expect(page.requests).toBe(1)
    await page.app.advance('1s')
    expect(page.requests).toBe(2)
    const refreshInterval = (data: unknown) => (test.unwrap(data) === 'one' ? '10s' : 0)
    const dependent = await openWithData(test, { refreshInterval, duration: '1h' })
    await dependent.app.advance('10s')
    expect(dependent.requests).toBe(2)
    await dependent.answer('two')
    await dependent.app.advance('10m')
    expect(dependent.requests).toBe(2)
  },
  async refreshWhenHidden(test) {
    const page = await openWithData(test, { refreshInterval: '10s', refreshWhenHidden: true })
    page.app.browser.isVisible = false
    await page.app.advance('10s')
    expect(page.requests).toBe(2)
  },
  async refreshWhenOffline(test) {
    const page = await openWithData(test, { refreshInterval: '10s', refreshWhenOffline: true })
    page.app.browser.isOnline = false
    await page.app.advance('10s')
    expect(page.requests).toBe(2)
  },
  async revalidateIfStale(test) {
    const page = await reopen(test, { revalidateIfStale: false })
    expect(page.shown).toBe('one')
    expect(page.result.isStale).toBe(true)
    expect(page.requests).toBe(1)
  },
  async revalidateOnFocus(test) {
    const page = await openWithData(test, { revalidateOnFocus: false })
    await page.app.advance('1m')
    await page.app.browser.focus()
    expect(page.requests).toBe(1)
  },
  async revalidateOnMount(test) {
    expect((await test.open({ revalidateOnMount: false })).requests).toBe(0)
    expect((await reopen(test, { revalidateOnMount: true, duration: '1h' })).requests).toBe(2)
  },
  async revalidateOnReconnect(test) {
    const page = await openWithData(test, { revalidateOnReconnect: false })
    await page.app.advance('1m')
    await page.app.browser.reconnect()
    expect(page.requests).toBe(1)
  },
  async schema(test) {
    const store = memoryStore()
    const before = await openWithData(test, {}, { app: createTestApp({ store }), server: createManualFetcher() })
    const afterReload = () => ({ app: createTestApp({ store }), server: before.server })
    const schema = (data: unknown) => {
      if (data === 'one') return 'parsed'
      throw new Error('wrong')
    }
    expect((await test.open({ schema }, afterReload())).shown).toBe('parsed')
    expect((await test.open({ schema: (data: unknown) => schema([data]) }, afterReload())).shown).toBeUndefined()
  },
  async select(test) {
    const select = (data: unknown) => `selected ${test.unwrap(data)}`
    expect((await openWithData(test, { select })).shown).toBe('selected one')
  },
  async shouldRetryOnError({ open }) {
    const never = await open({ shouldRetryOnError: false })
    await never.fail(new Error('no'))
    await never.app.advance('10m')
    expect(never.requests).toBe(1)
    const some = await open({ shouldRetryOnError: ({ message }: Error) => message === 'again' })
    await some.fail(new Error('again'))
    await some.app.advance('1m')
    expect(some.requests).toBe(2)
    await some.fail(new Error('no'))
    await some.app.advance('10m')
    expect(some.requests).toBe(2)
  },
  async staleDuration(test) {
    expect((await reopen(test, { staleDuration: '30s' })).shown).toBeUndefined()
    expect((await reopen(test, { staleDuration: '2m' })).shown).toBe('one')
  },
  async suspense({ open }) {
    const page = await open({ suspense: true })
    expect(page.shown).toBe('waits')
    await page.answer('one')
    expect(page.shown).toBe('one')
  },
  async tags(test) {
    const page = await openWithData(test, { tags: ['group'] })
    const tags = []
    for await (const entry of page.app.cache.entries()) tags.push(entry.tags)
    expect(tags).toEqual([['group']])
    await settle(() => page.app.cache.invalidateTags('group'))
    expect(page.requests).toBe(2)
  },
  async use({ open, wrap }) {
    const wrapHook = (next: (...args: unknown[]) => object) => (key: unknown, fetcher: unknown, options: unknown) => ({
      ...next(key, fetcher, options),
      data: wrap('wrapped'),
    })
    expect((await open({ use: [wrapHook] })).shown).toBe('wrapped')
  },
  async version(test) {
    const first = await openWithData(test, { version: 1 })
    await first.unmount()
    const second = await test.open({ version: 2 }, first)
    expect(second.shown).toBeUndefined()
    await second.unmount()
    expect((await test.open({ version: 1 }, first)).shown).toBe('one')
  },
}

/** The options of `useCachetta` that a request of `useCachettaAll` does not have. */
const notOfRequests: ReadonlySet<string> = new Set<Exclude<keyof Options, keyof AllRequest>>([
  'keepPreviousData',
  'use',
])

const places: readonly (readonly [FetchingHook, OptionPlace])[] = [
  ['useCachetta', 'hook'],
  ['useCachettaAll', 'hook'],
  ['useCachettaInfinite', 'hook'],
  ['useCachetta', 'provider'],
  ['useCachettaAll', 'provider'],
  ['useCachettaInfinite', 'provider'],
]

describe.each(places)('an option of %s, given to the %s, does what the table says', (hook, place) => {
  const names = Object.entries(tests).filter(([name]) => hook !== 'useCachettaAll' || !notOfRequests.has(name))
  it.each(names)('%s', (_name, test) => test(createOptionTest(hook, place)))
})

/** One test for each option that only a provider has. */
const providerTests: { readonly [Name in Exclude<keyof ProviderOptions, keyof Options>]: typeof tests.use } = {
  async fallback({ open }) {
    const page = await open({ fallback: { a: 'placeholder' } })
    expect(page.shown).toBe('placeholder')
    expect(page.requests).toBe(1)
  },
  async fetcher({ open }) {
    const fetcher = vi.fn(async () => 'of the provider')
    const page = await open({ fetcher }, undefined, null)
    expect(page.shown).toBe('of the provider')
    expect(fetcher.mock.calls).toEqual([['a', expect.anything()]])
  },
}

describe.each(['useCachetta', 'useCachettaAll', 'useCachettaInfinite'] as const)(
  'an option that only a provider has does what the table says for %s',
  (hook) => {
    it.each(Object.entries(providerTests))('%s', (_name, test) => test(createOptionTest(hook, 'provider')))
  },
)

/** One test for each field of a request that is no option of `useCachetta`. */
const requestTests: { readonly [Name in Exclude<keyof AllRequest, keyof Options>]: typeof tests.use } = {
  async fetcher({ open }) {
    const page = await open({ fetcher: async () => 'of the request' })
    expect(page.shown).toBe('of the request')
  },
  async key({ open }) {
    const page = await open({ key: () => ['b', 1] })
    expect(page.server.requests.map(({ args: [key] }) => key)).toEqual([['b', 1]])
  },
}

describe('a field of a request of useCachettaAll does what the table says', () => {
  it.each(Object.entries(requestTests))('%s', (_name, test) => test(createOptionTest('useCachettaAll', 'hook')))
})
