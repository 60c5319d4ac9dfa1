// What the host of a React Native application has: timers, a console, `performance`, `AbortController`, `fetch`. It has no `URL`,
// `TextEncoder`, `BroadcastChannel`, `crypto`, `structuredClone`, `DOMException`, `indexedDB`. `host` is the world around the application.
// This runs in Hermes, too, which has no async functions without Babel.
globalThis.global = globalThis
globalThis.process = { env: { NODE_ENV: 'production' } }
globalThis.performance ??= { now: () => Date.now() }
globalThis.console ??= { log: print, warn: print, error: print }
globalThis.AbortController ??= function AbortController() {
  const listeners = []
  const signal = {
    aborted: false,
    addEventListener: (_type, listener) => void listeners.push(listener),
    removeEventListener: () => {},
  }
  this.signal = signal
  this.abort = (reason) => {
    Object.assign(signal, { aborted: true, reason })
    for (const listener of listeners) listener({ type: 'abort' })
  }
}
globalThis.fetch = () =>
  host.isOnline
    ? Promise.resolve({ ok: true, json: () => Promise.resolve(JSON.parse(JSON.stringify(host.talks))) })
    : Promise.reject(new Error('offline'))
