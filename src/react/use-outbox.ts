import { useSyncExternalStore } from './observer/use-sync-external-store.ts'

/** What {@link useOutbox} needs of an outbox of `cachetta/outbox`. */
export interface ShownOutbox<Item> {
  /** Returns the items that the server has not accepted, in their order. */
  entries(): readonly Item[]
  /** Calls `listener` when `entries()` has changed. Returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void
  /** Sends a refused item again. */
  retry(id: string): Promise<void>
  /** Removes an item. */
  discard(id: string): Promise<void>
}

/** The result of {@link useOutbox}. */
export interface OutboxResult<Item> extends Pick<ShownOutbox<Item>, 'retry' | 'discard'> {
  /** The items that the server has not accepted, in their order. */
  readonly entries: readonly Item[]
  /** True while this page sends an item. */
  readonly isSending: boolean
}

const NO_ENTRIES: readonly never[] = []

/**
 * Shows the items of an outbox. The component renders when they change. A server renders none.
 * @example
 * ```tsx
 * import type { Outbox } from 'cachetta/outbox'
 * import { useOutbox } from 'cachetta/react'
 *
 * export function Unsent({ outbox }: { outbox: Outbox }) {
 *   const { discard, entries, retry } = useOutbox(outbox)
 *   const refused = entries.filter(({ status }) => status === 'refused')
 *   return refused.map(({ id, name }) => (
 *     <p key={id}>
 *       {name} was refused. <button type="button" onClick={() => void retry(id)}>Try again</button>
 *       <button type="button" onClick={() => void discard(id)}>Discard</button>
 *     </p>
 *   ))
 * }
 * ```
 */
export function useOutbox<Item extends { readonly status: string }>(outbox: ShownOutbox<Item>): OutboxResult<Item> {
  const { discard, entries: getEntries, retry, subscribe } = outbox
  const entries = useSyncExternalStore<readonly Item[]>(subscribe, getEntries, () => NO_ENTRIES)
  return { entries, isSending: entries.some(({ status }) => status === 'sending'), retry, discard }
}
