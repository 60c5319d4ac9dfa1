import type { Change } from '../store.ts'

type Listener = (change: Change) => void

/** What other tabs wrote and deleted. */
export interface Changes {
  tell(changes: readonly Change[]): void
  /** Returns how to stop. */
  subscribe(listener: Listener): () => void
}

/** Changes over a BroadcastChannel, which no tab hears its own ones on. Opened at first use. */
export function createChanges(name: string): Changes {
  const listeners = new Set<Listener>()
  let channel: BroadcastChannel | undefined

  const open = (): BroadcastChannel => {
    if (channel !== undefined) return channel
    channel = new BroadcastChannel(name)
    channel.onmessage = ({ data }) => {
      if (!Array.isArray(data)) return
      for (const change of data.filter(isChange)) for (const listener of listeners) listener(change)
    }
    return channel
  }
  return {
    tell: (changes) => open().postMessage(changes),
    subscribe(listener) {
      open()
      // A wrapper of its own, so that a function given twice is told twice and each stop stops one.
      const own: Listener = (change) => listener(change)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
  }
}

/** Anyone on this origin can post to the channel. */
function isChange(data: unknown): data is Change {
  const { type, address }: Partial<Change> = Object(data)
  if (type !== 'set' && type !== 'delete') return false
  return typeof address?.path === 'string' && typeof address.key === 'string' && typeof address.exact === 'boolean'
}
