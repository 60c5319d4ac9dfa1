import { isAddress } from '../../../key/address.ts'
import type { OrderedChange } from '../change-log.ts'

/** Opens the channel on which tabs report their changes to each other; `undefined` if the browser has none, or forbids it. */
export function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name)
  } catch {
    return undefined
  }
}

/**
 * Calls `listener` for each change by another tab. Returns a function that stops it. A tab also posts, without a list, what it is
 * about to delete: that concerns only the stores of the other tabs, which pass `getList`.
 */
export function subscribeToChanges(
  channel: BroadcastChannel,
  listener: (change: OrderedChange) => void,
  getList: (data: unknown) => unknown = (data) => data,
): () => void {
  const onMessage = ({ data }: MessageEvent): void => {
    const list = getList(data)
    if (Array.isArray(list)) for (const change of list.filter(isChange)) listener(change)
  }
  channel.addEventListener('message', onMessage)
  return () => channel.removeEventListener('message', onMessage)
}

type Fields = Partial<Record<'address' | 'base' | 'order' | 'tags' | 'type', unknown>>

/** Checks the data, because any script of this origin can post to the channel, and write into the database. */
export function isChange(data: unknown): data is OrderedChange {
  const { type, address, base, order, tags }: Fields = Object(data)
  if (typeof order !== 'number') return false
  if (type === 'invalidate') return typeof base === 'string' || isTextList(tags)
  return (type === 'set' || type === 'delete') && isAddress(address)
}

function isTextList(data: unknown): boolean {
  return Array.isArray(data) && data.every((text) => typeof text === 'string')
}
