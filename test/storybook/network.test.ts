import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createNetwork } from '../../src/storybook/network.ts'

const online = { latency: 0, failure: false, offline: false }
const settled = (promise: Promise<unknown>) => promise.then(String, (error: unknown) => `failed: ${String(error)}`)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a request', () => {
  it('is answered at once without latency, and nothing waits', async () => {
    const network = createNetwork(online)
    expect(await network.send('a', () => 'answer')).toBe('answer')
    expect(network.getRequests()).toEqual([])
  })

  it('rejects with what the server throws', async () => {
    const refuse = () => {
      throw new Error('refused')
    }
    expect(await settled(createNetwork(online).send('a', refuse))).toBe('failed: Error: refused')
  })

  it('waits for the latency before it reaches the server', async () => {
    const network = createNetwork({ ...online, latency: '2s' })
    const respond = vi.fn(() => 'answer')
    const request = network.send('a', respond)
    await vi.advanceTimersByTimeAsync(1_999)
    expect(respond).not.toHaveBeenCalled()
    expect(network.getRequests()).toMatchObject([{ key: 'a' }])
    await vi.advanceTimersByTimeAsync(1)
    expect(await request).toBe('answer')
    expect(network.getRequests()).toEqual([])
  })

  it('follows a latency that changes meanwhile', async () => {
    const network = createNetwork({ ...online, latency: Number.POSITIVE_INFINITY })
    const request = network.send('a', () => 'answer')
    await vi.advanceTimersByTimeAsync(500)
    network.setState({ latency: 600 })
    await vi.advanceTimersByTimeAsync(99)
    expect(network.getRequests()).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await request).toBe('answer')
  })

  it('fails when it arrives, with the error that the state names', async () => {
    const network = createNetwork({ ...online, latency: 10 })
    const [one, two] = [settled(network.send('a', () => 'answer')), settled(network.send('b', () => 'answer'))]
    network.setState({ failure: 'server failed' })
    await vi.advanceTimersByTimeAsync(10)
    expect([await one, await two]).toEqual(['failed: Error: server failed', 'failed: Error: server failed'])
    network.setState({ failure: new RangeError('of the application'), latency: 0 })
    expect(await settled(network.send('c', () => 'answer'))).toBe('failed: RangeError: of the application')
    network.setState({ failure: true })
    expect(await settled(network.send('d', () => 'answer'))).toBe('failed: Error: The network of the story fails')
  })

  it('fails at once while the network is offline, also if it waits already', async () => {
    const network = createNetwork({ ...online, latency: Number.POSITIVE_INFINITY })
    const waiting = settled(network.send('a', () => 'answer'))
    network.setState({ offline: true })
    expect(await waiting).toBe('failed: TypeError: Failed to fetch: the story is offline')
    expect(await settled(network.send('b', () => 'answer'))).toContain('offline')
    network.setState({ offline: false, latency: 0 })
    expect(await network.send('c', () => 'answer')).toBe('answer')
  })

  it('is answered or failed by hand', async () => {
    const network = createNetwork({ ...online, latency: Number.POSITIVE_INFINITY, failure: 'by the state' })
    const results = ['a', 'b', 'c'].map((key) => settled(network.send(key, () => key)))
    const [a, b, c] = network.getRequests()
    b?.fail(new Error('by hand'))
    a?.answer()
    c?.fail()
    a?.fail()
    expect(await Promise.all(results)).toEqual(['a', 'failed: Error: by hand', 'failed: Error: by the state'])
  })

  it('rejects with the reason of its signal, and leaves the list', async () => {
    const network = createNetwork({ ...online, latency: Number.POSITIVE_INFINITY })
    const controller = new AbortController()
    const respond = vi.fn()
    const request = settled(network.send('a', respond, controller.signal))
    controller.abort('gone')
    expect(await request).toBe('failed: gone')
    expect(network.getRequests()).toEqual([])
    expect(await settled(network.send('b', respond, controller.signal))).toBe('failed: gone')
    expect(respond).not.toHaveBeenCalled()
  })
})

describe('a listener', () => {
  it('hears of each change of the state and of the list, until it stops', () => {
    const network = createNetwork(online)
    const listener = vi.fn()
    const stop = network.subscribe(listener)
    const before = network.getState()
    network.setState({ latency: 0 })
    expect(listener).not.toHaveBeenCalled()
    expect(network.getState()).toBe(before)
    network.setState({ latency: Number.POSITIVE_INFINITY })
    void network.send('a', () => 'answer')
    network.getRequests()[0]?.answer()
    expect(listener).toHaveBeenCalledTimes(3)
    stop()
    network.setState({ offline: true })
    expect(listener).toHaveBeenCalledTimes(3)
  })
})

it('refuses a latency that is no duration, and a word for offline', () => {
  const network = createNetwork(online)
  expect(() => network.setState({ latency: 'soon' as never })).toThrow(/^latency: /)
  expect(() => network.setState({ offline: 'yes' as never })).toThrow(/^offline: accepted is true or false/)
})
