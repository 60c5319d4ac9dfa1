import { useCachettaSubscription } from 'cachetta/react'
import { createHook, replaceHook } from './arguments.ts'
import { boundaryOf } from './boundary.ts'
import type { FullConfiguration, Middleware, SWRConfiguration } from './configuration.ts'
import { addFields } from './fields.ts'
import type { Key, Loose } from './key.ts'
import { serialize } from './key.ts'
import type { MutatorCallback } from './mutator.ts'
import { toEntryKey } from './use-swr.ts'

/** What a source calls when it has data or an error. */
export interface SWRSubscriptionOptions<Data = Loose, Error = Loose> {
  /** Sets the data, or shows an error. A function makes the data from the data before. */
  next: (err?: Error | null, data?: Data | MutatorCallback<Data>) => void
}

/** Opens a stream for a key. Returns a function that closes it. */
export type SWRSubscription<
  SWRSubKey extends Key = Key,
  Data = Loose,
  Error = Loose,
> = SWRSubKey extends () => infer Returned
  ? (key: Exclude<Returned, null | undefined | false>, options: SWRSubscriptionOptions<Data, Error>) => () => void
  : SWRSubKey extends null | undefined | false
    ? never
    : SWRSubKey extends infer Given // a type of its own, so that the source does not decide what the key is
      ? (key: Given, options: SWRSubscriptionOptions<Data, Error>) => () => void
      : never

/** The result of `useSWRSubscription`. */
export interface SWRSubscriptionResponse<Data = Loose, Error = Loose> {
  /** What the source sent last. */
  readonly data?: Data | undefined
  /** The last error, until the source sends data. */
  readonly error?: Error | undefined
}

/** The form of `useSWRSubscription`. */
export type SWRSubscriptionHook = <Data = Loose, Error = Loose, SWRSubKey extends Key = Key>(
  key: SWRSubKey,
  subscribe: SWRSubscription<SWRSubKey, Data, Error>,
  config?: SWRConfiguration,
) => SWRSubscriptionResponse<Data, Error>

type AnySubscribe = (key: Loose, options: SWRSubscriptionOptions) => () => void

function useSubscription(key: Key, subscribe: AnySubscribe, config: FullConfiguration): SWRSubscriptionResponse {
  const [id, argument] = serialize(key)
  const boundary = boundaryOf(config.cache)
  // The entry of a stream is another one than that of `useSWR` with this key.
  const streamId = id && `$sub$${id}`
  const { compare, fallback, fallbackData = fallback[streamId], keepPreviousData, persist } = config
  const result = useCachettaSubscription<Loose, Loose>(
    toEntryKey(boundary, streamId),
    (_key, { next }) => subscribe(argument, { next: next as SWRSubscriptionOptions['next'] }), // the same function
    { compare, fallbackData, keepPreviousData, persist },
  )
  return addFields({}, result, ['data', 'error'])
}

/** The middleware that makes a hook show a stream. */
export const subscription: Middleware = replaceHook(useSubscription as never) // the second argument opens the stream

/**
 * Shows the data that a source sends. Components with the same key share one source.
 * @example
 * ```tsx
 * import useSWRSubscription from 'cachetta/swr/subscription'
 *
 * export function Price() {
 *   const { data } = useSWRSubscription('price', (key: string, { next }) => {
 *     const socket = new WebSocket(`wss://prices.example/${key}`)
 *     socket.onmessage = (event) => next(null, Number(event.data))
 *     return () => socket.close()
 *   })
 *   return <p>{data}</p>
 * }
 * ```
 */
export const useSWRSubscription: SWRSubscriptionHook = createHook<SWRSubscriptionHook>(useSubscription as never) // as above
