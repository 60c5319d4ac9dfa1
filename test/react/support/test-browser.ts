import type { ProviderOptions } from '../../../src/react.ts'
import { settle } from './settle.ts'

/** The events and states of a browser, which the test controls. It is online and visible until the test changes that. */
export interface TestBrowser {
  isOnline: boolean
  isVisible: boolean
  /** Calls the listeners of the hooks. Does not wait for the effects. */
  fire(event: 'focus' | 'reconnect'): void
  /** Fires `focus`, and waits for the effects. */
  focus(): Promise<void>
  /** Fires `reconnect`, and waits for the effects. */
  reconnect(): Promise<void>
  /** How many listeners the hooks have now. */
  readonly listeners: number
  /** The options through which hooks use this browser. */
  readonly options: ProviderOptions
}

export function createTestBrowser(): TestBrowser {
  const callbacks = { focus: new Set<() => void>(), reconnect: new Set<() => void>() }
  const listenTo = (event: keyof typeof callbacks) => (callback: () => void) => {
    callbacks[event].add(callback)
    return () => void callbacks[event].delete(callback)
  }
  const browser: TestBrowser = {
    isOnline: true,
    isVisible: true,
    get listeners() {
      return callbacks.focus.size + callbacks.reconnect.size
    },
    fire(event) {
      for (const callback of callbacks[event]) callback()
    },
    focus: () => settle(() => browser.fire('focus')),
    reconnect: () => settle(() => browser.fire('reconnect')),
    options: {
      isOnline: () => browser.isOnline,
      isVisible: () => browser.isVisible,
      initFocus: listenTo('focus'),
      initReconnect: listenTo('reconnect'),
    },
  }
  return browser
}
