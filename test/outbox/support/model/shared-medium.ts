import type { Change, Lock, Store } from '../../../../src/index.ts'
import { memoryStore } from '../../../../src/index.ts'

/** The store of one tab. */
export interface TabStore {
  readonly store: Store
  /** Calls wait until `release`. */
  hold(): void
  release(): void
  /** The tab is gone: its calls never end, and its locks are free. */
  kill(): void
}

/** One medium that all tabs share, as a database in a browser. A tab hears of the changes of the others. */
export interface SharedMedium {
  isFull: boolean
  openTab(): TabStore
}

interface Subscription {
  readonly tab: object
  readonly listener: (change: Change) => void
}

const never = new Promise<never>(() => {})

export function createSharedMedium(): SharedMedium {
  const memory = memoryStore()
  const subscriptions = new Set<Subscription>()
  let writer: object | undefined
  const report = (change: Change): void => {
    for (const subscription of subscriptions) {
      if (subscription.tab === writer) continue
      queueMicrotask(() => subscriptions.has(subscription) && subscription.listener(change))
    }
  }
  memory.subscribe?.(report)
  const runAs = <T>(tab: object, work: () => T): T => {
    writer = tab
    try {
      return work()
    } finally {
      writer = undefined
    }
  }
  const medium: SharedMedium = { isFull: false, openTab: () => openTab() }
  const checkSpace = (): void => {
    if (medium.isFull) throw new Error('the disk is full')
  }
  const openTab = (): TabStore => {
    const tab = {}
    const held = new Set<Lock>()
    const gate = createGate()
    const call = <T>(work: () => T | Promise<T>): Promise<T> => gate.call(() => runAs(tab, work))
    const store = createTabStore(memory, call, checkSpace, report, held)
    store.subscribe = (listener) => {
      const subscription = { tab, listener }
      subscriptions.add(subscription)
      return () => void subscriptions.delete(subscription)
    }
    return {
      ...gate,
      store,
      kill() {
        gate.kill()
        for (const subscription of subscriptions) if (subscription.tab === tab) subscriptions.delete(subscription)
        for (const lock of held) void lock.release()
      },
    }
  }
  return medium
}

/** Calls take effect in their order, and wait while the gate is shut. */
function createGate() {
  let isDead = false
  let passing: Promise<void> = Promise.resolve()
  let open = () => {}
  let last: Promise<unknown> = Promise.resolve()
  return {
    call<T>(work: () => T | Promise<T>): Promise<T> {
      const own = last.then(() => passing).then(() => (isDead ? never : work()))
      last = own.catch(() => {})
      return own
    },
    hold() {
      open()
      passing = new Promise((resolve) => {
        open = resolve
      })
    },
    release: () => open(),
    kill() {
      isDead = true
    },
  }
}

function createTabStore(
  memory: Store,
  call: <T>(work: () => T | Promise<T>) => Promise<T>,
  checkSpace: () => void,
  report: (change: Change) => void,
  held: Set<Lock>,
): Store {
  const { lock, sync } = memory
  if (!sync || !lock) throw new Error('a memory store has both')
  return {
    name: 'shared',
    get: (...args) => call(() => sync.get(...args)),
    set: (address, entry, types) =>
      call(() => {
        checkSpace()
        sync.set(address, entry, types)
      }),
    delete: (address) => call(() => sync.delete(address)),
    stat: (address) => call(() => sync.stat(address)),
    async *list(base) {
      yield* await call(() => [...sync.list(base)])
    },
    async lock(address, wait) {
      const taken = await call(() => lock(address, wait))
      if (!taken) return null
      held.add(taken)
      return { isHeld: () => call(() => taken.isHeld()), release: () => call(() => taken.release()) }
    },
    endComputations: (base) => call(() => report({ type: 'invalidate', base })),
  }
}
