import type { Change } from '../../store.ts'

/** Over it the tabs of an origin tell each other what they wrote and deleted; `undefined` where a browser has none, or forbids it. */
export function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name)
  } catch {
    return undefined
  }
}

/** Hears what other tabs wrote and deleted. Returns how to stop. */
export function onChange(channel: BroadcastChannel, listener: (change: Change) => void): () => void {
  const hear = ({ data }: MessageEvent): void => {
    if (Array.isArray(data)) for (const change of data.filter(isChange)) listener(change)
  }
  channel.addEventListener('message', hear)
  return () => channel.removeEventListener('message', hear)
}

/** Anyone on this origin can post to the channel. */
function isChange(data: unknown): data is Change {
  const { type, address }: Partial<Change> = Object(data)
  if (type !== 'set' && type !== 'delete') return false
  return typeof address?.path === 'string' && typeof address.key === 'string' && typeof address.exact === 'boolean'
}
