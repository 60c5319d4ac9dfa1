import type { Change } from '../../store.ts'

/** Opens the channel on which tabs report their changes to each other; `undefined` if the browser has none, or forbids it. */
export function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name)
  } catch {
    return undefined
  }
}

/** Calls `listener` for each change by another tab. Returns a function that stops it. */
export function subscribeToChanges(channel: BroadcastChannel, listener: (change: Change) => void): () => void {
  const onMessage = ({ data }: MessageEvent): void => {
    if (Array.isArray(data)) for (const change of data.filter(isChange)) listener(change)
  }
  channel.addEventListener('message', onMessage)
  return () => channel.removeEventListener('message', onMessage)
}

/** Checks the data, because any script of this origin can post to the channel. */
function isChange(data: unknown): data is Change {
  const { type, address }: Partial<Change> = Object(data)
  if (type !== 'set' && type !== 'delete') return false
  return typeof address?.path === 'string' && typeof address.key === 'string' && typeof address.exact === 'boolean'
}
