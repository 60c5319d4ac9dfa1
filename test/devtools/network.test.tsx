import type { ReactNode } from 'react'
import { expect, test, vi } from 'vitest'
import { createNetwork } from '../../src/devtools/network/network.ts'
import { CachettaDevtools } from '../../src/devtools.ts'
import { useCachetta, useCachettaMutation } from '../../src/react.ts'
import { createDeferred } from '../support/deferred.ts'
import { act, fireEvent, render, waitFor, within } from '../support/render.tsx'
import { createCache, expectRows, findRoot, openDevtools, press, pressKey } from './support/devtools-page.tsx'

const fetchTime = vi.fn(async () => 'noon')

function Time(): ReactNode {
  const { data, error, mutate } = useCachetta('time', fetchTime, { dedupingInterval: 0, shouldRetryOnError: false })
  return (
    <button type="button" data-testid="app" onClick={() => void mutate()}>
      {error ? String(error) : data}
    </button>
  )
}

const appText = (): string | undefined => document.querySelector('[data-testid="app"]')?.textContent ?? undefined
const refetch = (): void => void fireEvent.click(document.querySelector('[data-testid="app"]') as Element)

test('offline, requests fail and the page is told so; online, the hooks fetch', async () => {
  const onOffline = vi.fn()
  const page = openDevtools(<Time />)
  window.addEventListener('offline', onOffline, { once: true })
  await waitFor(() => expect(appText()).toBe('noon'))
  fetchTime.mockClear()
  await press(page, 'Offline')
  expect(onOffline).toHaveBeenCalledTimes(1)
  expect(navigator.onLine).toBe(false)
  refetch()
  await waitFor(() => expect(appText()).toMatch(/^TypeError: Failed to fetch/))
  expect(fetchTime).not.toHaveBeenCalled()
  await press(page, 'Offline')
  expect(navigator.onLine).toBe(true)
  await waitFor(() => expect(appText()).toBe('noon'))
})

test('a panel that unmounts offline gives the page its network back', async () => {
  const page = openDevtools(<Time />)
  await press(page, 'Offline')
  expect(navigator.onLine).toBe(false)
  page.unmount()
  expect(navigator.onLine).toBe(true)
  expect(document.querySelector('cachetta-devtools')).toBeNull()
})

test('the next request fails, and only that one', async () => {
  const page = openDevtools(<Time />)
  await waitFor(() => expect(appText()).toBe('noon'))
  await press(page, 'Fail next request')
  refetch()
  await waitFor(() => expect(appText()).toBe('Error: Cachetta devtools: this request was asked to fail'))
  expect(page.panel.getByRole('button', { name: 'Fail next request' }).getAttribute('aria-pressed')).toBe('false')
  refetch()
  await waitFor(() => expect(appText()).toBe('noon'))
})

test('the next request of one entry fails', async () => {
  const page = openDevtools(<Time />)
  await expectRows(page, 'stale | "time"')
  await pressKey(page.panel.getByRole('grid'), 'Home')
  await press(page, 'Fail its next request')
  await press(page, 'Revalidate')
  await waitFor(() => expect(appText()).toBe('Error: Cachetta devtools: this request was asked to fail'))
})

test('the sender of a mutation passes through the network, too', async () => {
  function Save(): ReactNode {
    const { error, trigger } = useCachettaMutation('time', async () => 'saved')
    return (
      <button type="button" data-testid="app" onClick={() => void trigger().catch(() => {})}>
        {String(error)}
      </button>
    )
  }
  const page = openDevtools(<Save />)
  await press(page, 'Fail next request')
  refetch()
  await waitFor(() => expect(appText()).toMatch(/asked to fail/))
})

test('without an application inside, the panel says what it cannot do', async () => {
  render(<CachettaDevtools cache={createCache()} defaultOpen={true} />)
  const panel = within(findRoot().querySelector<HTMLElement>('.root') as HTMLElement)
  const isDisabled = (role: string, name: string) => (panel.getByRole(role, { name }) as HTMLButtonElement).disabled
  expect(isDisabled('button', 'Fail next request')).toBe(true)
  expect(isDisabled('combobox', 'Delay of requests')).toBe(true)
  expect(isDisabled('button', 'Offline')).toBe(false)
  await panel.findByText('The cache has no entries yet.')
})

test('a request that is delayed fails when the network goes offline, and when its signal aborts', async () => {
  const network = createNetwork()
  const send = vi.fn()
  network.setState({ delay: 1_000_000 })
  const offline = expect(network.send('a', send)).rejects.toThrow('Failed to fetch')
  network.setState({ isOffline: true })
  await offline
  network.setState({ isOffline: false })
  const controller = new AbortController()
  const aborted = expect(network.send('a', send, controller.signal)).rejects.toThrow('gone')
  controller.abort(new Error('gone'))
  await aborted
  expect(send).not.toHaveBeenCalled()
})

test('a request is sent after its delay', async () => {
  vi.useFakeTimers()
  const network = createNetwork()
  const answer = createDeferred<string>()
  network.setState({ delay: 500 })
  const send = vi.fn(() => answer.promise)
  const sent = network.send('a', send)
  await act(async () => void vi.advanceTimersByTime(499))
  expect(send).not.toHaveBeenCalled()
  await act(async () => void vi.advanceTimersByTime(1))
  answer.resolve('answer')
  expect(await sent).toBe('answer')
  vi.useRealTimers()
})
