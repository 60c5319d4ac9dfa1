import { describe, expect, it, vi } from 'vitest'
import { CachettaProvider } from '../../../src/react.ts'
import { createTestCache } from '../../../src/testing.ts'
import { settle } from '../support/settle.ts'
import { showEntry } from '../support/show-entry.tsx'

/** The state of an application on a phone, in the form of React Native’s `AppState`. */
function createAppState() {
  const listeners = new Set<(state: string) => void>()
  return {
    currentState: 'active',
    addEventListener(_event: 'change', listener: (state: string) => void) {
      listeners.add(listener)
      return { remove: () => void listeners.delete(listener) }
    },
    change(state: string) {
      for (const listener of listeners) listener(state)
    },
    countListeners: () => listeners.size,
  }
}

/** Mounts a component on a phone. */
async function showOnPhone() {
  const { cache, clock } = createTestCache()
  const phone = createAppState()
  const network = new Set<() => void>()
  const state = { isOnline: true, isVisible: true }
  const options = {
    isOnline: () => state.isOnline,
    isVisible: () => state.isVisible,
    initFocus(callback: () => void) {
      let { currentState } = phone
      const subscription = phone.addEventListener('change', (next) => {
        if (currentState !== 'active' && next === 'active') callback()
        currentState = next
      })
      return () => subscription.remove()
    },
    initReconnect(callback: () => void) {
      network.add(callback)
      return () => void network.delete(callback)
    },
  }
  const Provider = ({ children }: { children?: React.ReactNode }) => (
    <CachettaProvider cache={cache} options={options}>
      {children}
    </CachettaProvider>
  )
  const fetcher = vi.fn(async () => 'data')
  const page = await showEntry({ Provider }, { key: 'a', fetcher })
  clock.advance('10s')
  return { fetcher, network, page, phone, state }
}

describe("SWR's page: React Native", () => {
  it('Global Setup: the options of a provider reach every hook below', async () => {
    const { fetcher, page } = await showOnPhone()
    expect(page.latest.data).toBe('data')
    expect(fetcher).toHaveBeenCalledOnce()
  })

  it('Customize focus and reconnect Events: the application comes to the front, and the network recovers', async () => {
    const { fetcher, network, page, phone } = await showOnPhone()
    await settle(() => phone.change('background'))
    expect(fetcher).toHaveBeenCalledOnce()
    await settle(() => phone.change('active'))
    expect(fetcher).toHaveBeenCalledTimes(2)
    await page.unmount()
    expect([phone.countListeners(), network.size]).toEqual([0, 0])
  })

  it('Customize focus and reconnect Events: nothing is revalidated while `isOnline` or `isVisible` is false', async () => {
    const { fetcher, network, phone, state } = await showOnPhone()
    const recover = () => {
      for (const callback of network) callback()
    }
    state.isOnline = false
    await settle(recover)
    state.isOnline = true
    state.isVisible = false
    await settle(() => phone.change('background'))
    await settle(() => phone.change('active'))
    expect(fetcher).toHaveBeenCalledOnce()
    state.isVisible = true
    await settle(recover)
    expect(fetcher).toHaveBeenCalledTimes(2)
  })
})
