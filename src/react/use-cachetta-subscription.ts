import { useEffect, useState } from 'react'
import type { Engine } from '../engine/engine.ts'
import type { KeyRequest } from '../engine/request/resolve-key.ts'
import { resolveKey } from '../engine/request/resolve-key.ts'
import type { Key, KeyOrNone } from './config/key.ts'
import type { Options, ProviderOptions } from './config/options.ts'
import { useConfig } from './config/use-config.ts'
import type { Source } from './observer/stream.ts'
import { joinStream } from './observer/stream.ts'
import { useCommitEffect } from './observer/use-commit-effect.ts'
import type { Result } from './result/result.ts'
import { useCachetta } from './use-cachetta.ts'

/** The result of {@link useCachettaSubscription}. */
export type SubscriptionResult<Data, Selected = Data> = Result<Selected, Selected | undefined, Data>

/**
 * Shows the data that a source sends, and after a reload the data that it sent last. Components with the same key share one
 * source. It closes with the last of them.
 * @throws {InvalidKeyError} when the key has no stable identity; while rendering.
 * @example
 * ```tsx
 * import { type Sink, useCachettaSubscription } from 'cachetta/react'
 *
 * export function Price({ symbol }: { symbol: string }) {
 *   const { data } = useCachettaSubscription(['price', symbol], ([, symbol], { next }: Sink<number>) => {
 *     const socket = new WebSocket(`wss://prices.example/${symbol}`)
 *     socket.onmessage = ({ data }) => next(null, Number(data))
 *     socket.onerror = () => next(new Error('no connection'))
 *     return () => socket.close()
 *   })
 *   return <p>{data}</p>
 * }
 * ```
 */
export function useCachettaSubscription<Data, const K extends Key, Selected = Data>(
  key: KeyOrNone<K>,
  source: Source<Data, K>,
  options?: Options<Data, Selected>,
): SubscriptionResult<Data, Selected> {
  const config = useConfig(options as unknown as ProviderOptions) // its callbacks take the data of this key
  const request = resolveKey(key, config.handle, config)
  const [engine, id] = [request?.handle.engine, request?.id]
  const [subscription] = useState(createSubscription)
  useCommitEffect(() => subscription.commit(request, source as Source<unknown, unknown>)) // it takes this key only
  // One stream per entry: a new function, or a new array with the same arguments, opens no other.
  useEffect(() => subscription.open(engine, id), [subscription, engine, id])
  // The source fills the entry. The provider's fetcher is for other hooks.
  return useCachetta<Data, K, Selected>(key, null, { ...options, fetcher: null } as Options<Data, Selected>) // as above
}

interface Subscription {
  commit(request: KeyRequest | undefined, source: Source<unknown, unknown>): void
  open(engine: Engine | undefined, id: string | undefined): (() => void) | undefined
}

/** The request and the source of the render that was committed last. */
function createSubscription(): Subscription {
  let committed: { readonly request: KeyRequest | undefined; readonly source: Source<unknown, unknown> } | undefined
  return {
    commit(request, source) {
      committed = { request, source }
      if (request) request.handle.engine.streamedEntries.set(request.id, true)
    },
    /** Opens the stream of the entry, if it is still the committed one. */
    open(engine, id) {
      const { request, source } = committed ?? {}
      const isCommitted = request?.id === id && request?.handle.engine === engine
      return source && request && isCommitted ? joinStream(request, source) : undefined
    },
  }
}
