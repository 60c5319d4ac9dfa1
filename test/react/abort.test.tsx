import { expect, it, vi } from 'vitest'
import { readCache } from '../../src/index.ts'
import type { FetcherContext } from '../../src/react.ts'
import { engineBehind } from '../engine/support/by-hand.ts'
import { byHand } from '../support/by-hand.ts'
import { fetcherByHand, newWorld, settle, show } from './support.tsx'

it('keeps an answer that arrives after the last component unmounted (35)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher })
  await page.unmount()
  await server.answer('late')

  expect(await readCache(world.cache, 'a')).toBe('late')
})

it('aborts a fetcher that reads its signal when the last component unmounts (35)', async () => {
  const world = newWorld()
  const { fetcher, signals } = abortable()
  const one = await show(world, { key: 'a', fetcher })
  const two = await show(world, { key: 'a', fetcher })
  await one.unmount()
  expect(signals).toMatchObject([{ aborted: false }])
  await two.unmount()
  expect(signals).toMatchObject([{ aborted: true }])

  const again = await show(world, { key: 'a', fetcher })
  expect(again.now).toEqual({ data: undefined, error: undefined, isLoading: true, isValidating: true })
  expect(signals).toMatchObject([{ aborted: true }, { aborted: false }])
})

it('aborts the fetch of an old key, and calls no callback (35)', async () => {
  const told = vi.fn()
  const { fetcher, signals } = abortable()
  const options = { onError: told, onDiscarded: told, onErrorRetry: told }
  const page = await show(newWorld(), { key: 'a', fetcher, options })
  await page.change({ key: 'b' })

  expect(signals).toMatchObject([{ aborted: true }, { aborted: false }])
  expect(page.now).toMatchObject({ error: undefined, isLoading: true })
  expect(told).not.toHaveBeenCalled()
})

it('does not abort if a component drops a key and takes it again at once (35)', async () => {
  const { fetcher, signals } = abortable()
  const world = newWorld()
  const page = await show(world, { key: 'a', fetcher })
  await settle(() => {
    page.rerender({ key: null })
    page.rerender({ key: 'a' })
  })

  expect(signals).toMatchObject([{ aborted: false }])
})

it('does not abort a fetch that a caller awaits (35)', async () => {
  const world = newWorld()
  const answer = byHand<string>()
  const signals: FetcherContext['signal'][] = []
  const fetcher = (_key: unknown, { signal }: FetcherContext) => {
    signals.push(signal)
    return answer.promise
  }
  const page = await show(world, { key: 'a', fetcher })
  const called = world.cache(async (_key: string) => 'not called')('a')
  await settle()
  await page.unmount()
  expect(signals).toMatchObject([{ aborted: false }])
  await settle(() => answer.resolve('shared'))

  expect(await called).toBe('shared')
})

it('keeps no state in the engine after the last subscriber is gone (36)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const pages = [
    await show(world, { key: 'a', fetcher: server.fetcher, options: { refreshInterval: 3000 } }),
    await show(world, { key: 'a', fetcher: server.fetcher }),
    await show(world, { key: 'b', fetcher: async () => 1 }),
  ]
  await server.answer(1)
  await settle(() => pages[0]?.result.mutate(2, false))
  expect([...engineBehind(world.cache).slots.values()]).toHaveLength(2)
  for (const page of pages) await page.unmount()

  expect([...engineBehind(world.cache).slots.values()]).toEqual([])
})

it('keeps no state in the engine after a failed request whose result was spread (36)', async () => {
  const world = newWorld()
  const server = fetcherByHand()
  const page = await show(world, { key: 'a', fetcher: server.fetcher })
  void { ...page.result }
  await server.fail(new Error('down'))
  await page.unmount()
  await world.pass('1h')

  expect([...engineBehind(world.cache).slots.values()]).toEqual([])
})

/** A fetcher that runs until it is aborted. */
function abortable() {
  const signals: FetcherContext['signal'][] = []
  const fetcher = (_key: unknown, { signal }: FetcherContext) => {
    signals.push(signal)
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
  }
  return { fetcher, signals }
}
