import { useState } from 'react'
import type { Engine } from '../engine/engine.ts'
import type { KeyRequest } from '../engine/request/resolve-key.ts'
import { resolveKey } from '../engine/request/resolve-key.ts'
import type { Config } from './config/config.ts'
import type { KeyOrNone, LiteralKey, PassedKey } from './config/key.ts'
import type { ProviderOptions, SubscriptionOptions } from './config/options.ts'
import type { RegisteredError } from './config/register.ts'
import { useConfig } from './config/use-config.ts'
import type { AnySource, Source } from './observer/stream.ts'
import { joinStream } from './observer/stream.ts'
import { useCommitEffect } from './observer/use-commit-effect.ts'
import type { AnyResult, Result } from './result/result.ts'
import { applyMiddleware, useEntry } from './use-cachetta.ts'

/** The result of {@link useCachettaSubscription}. */
export type SubscriptionResult<Data, Selected = Data, Error = RegisteredError, Shown = Selected | undefined> = Result<
  Selected,
  Shown,
  Data,
  Error
>

/** The forms of `useCachettaSubscription`. */
export interface UseCachettaSubscription {
  /** With `fallbackData`, so that there is always data. */
  <Data, Error = RegisteredError, Selected = Data, const K extends LiteralKey = LiteralKey>(
    key: KeyOrNone<K>,
    source: Source<Data, PassedKey<K>, Error>,
    options: SubscriptionOptions<NoInfer<Data>, Selected, NoInfer<Error>> & {
      readonly fallbackData: NoInfer<Data>
    },
  ): SubscriptionResult<Data, Selected, Error, Selected>
  /** With other options, or none. */
  <Data, Error = RegisteredError, Selected = Data, const K extends LiteralKey = LiteralKey>(
    key: KeyOrNone<K>,
    source: Source<Data, PassedKey<K>, Error>,
    options?: SubscriptionOptions<NoInfer<Data>, Selected, NoInfer<Error>>,
  ): SubscriptionResult<Data, Selected, Error>
}

/**
 * Shows the data that a source sends, and after a reload the data that it sent last. Components with the same key share one
 * source. It closes in the commit that removes the last of them. What it throws is shown as `error`. A `useCachetta` with this
 * key shows the same entry.
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
export const useCachettaSubscription = function useCachettaSubscription(
  key: unknown,
  source: AnySource,
  options?: ProviderOptions,
) {
  const config = useConfig(options, 'useCachettaSubscription')
  return applyMiddleware(config.use, useStream)(key, source, config)
} as UseCachettaSubscription // its overloads describe the arguments

/** The innermost hook, which middleware wraps: opens the stream of an entry, and shows the entry. */
function useStream(key: unknown, source: AnySource, config: Config): AnyResult {
  const request = resolveKey(key, config.handle, config)
  const [engine, id] = [request?.handle.engine, request?.id]
  const [subscription] = useState(createSubscription)
  useCommitEffect(() => subscription.commit(request, source))
  // One stream per entry: a new function, or a new array with the same arguments, opens no other. The effect belongs to the
  // commit: React runs all cleanups of a commit before its effects.
  useCommitEffect(() => subscription.open(engine, id), [subscription, engine, id])
  // The source fills the entry. The provider's fetcher is for other hooks. A source opens when its component is mounted, so a
  // component that is suspended would wait for ever.
  return useEntry(key, null, { ...config, fetcher: null, suspense: false })
}

interface Subscription {
  commit(request: KeyRequest | undefined, source: AnySource): void
  open(engine: Engine | undefined, id: string | undefined): (() => void) | undefined
}

/** The request and the source of the render that was committed last. */
function createSubscription(): Subscription {
  let committed: { readonly request: KeyRequest | undefined; readonly source: AnySource } | undefined
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
