// The way of a hook: its arguments and the provider's options become a query, an observer subscribes to the entry of the query
// and takes snapshots, and `result/result.ts` maps a snapshot to what the hook returns. What an entry is, and who wins a race,
// is decided in engine/.
//
//   config/use-config.ts → observer/query.ts → observer/entry-observer.ts → result/result.ts

import { useState } from 'react'
import type { Config } from './config/config.ts'
import type { AnyFetcher, AnyHook, Middleware, Options } from './config/options.ts'
import { useConfig } from './config/use-config.ts'
import { EntryObserver } from './observer/entry-observer.ts'
import { createHookState } from './observer/hook-state.ts'
import { resolveQuery } from './observer/query.ts'
import { useObserver } from './observer/use-observer.ts'
import type { AnyResult } from './result/result.ts'
import type { UseCachetta } from './use-cachetta-type.ts'

/**
 * Shows the data of a key at once, from memory, else from the store, and fetches it if it is missing or stale. See {@link Options}.
 * @throws {InvalidKeyError} when the key has no stable identity; while rendering.
 * @example
 * ```tsx
 * import { useCachetta } from 'cachetta/react'
 *
 * export function User({ id }: { id: number }) {
 *   const { data, error, isLoading } = useCachetta(['user', id], ([, id]) => fetchUser(id))
 *   if (error) return <p>{String(error)}</p>
 *   return <p>{isLoading ? 'Loading …' : data?.name}</p>
 * }
 * ```
 */
export const useCachetta = function useCachetta(key: unknown, ...args: readonly unknown[]) {
  const { fetcher, options } = parseArguments(args)
  const config = useConfig(options)
  const shared = config.fetcher as AnyFetcher | undefined // it takes the keys of all hooks under the provider
  return applyMiddleware(config.use, useEntry)(key, fetcher ?? shared ?? null, config)
} as UseCachetta // its overloads describe the arguments that `parseArguments` tells apart

interface HookArguments {
  readonly fetcher: AnyFetcher
  readonly options: Options | undefined
}

/** Tells `(key, fetcher, options)`, `(key, options)` and `(key)` apart. */
function parseArguments([first, second]: readonly unknown[]): HookArguments {
  const isFetcher = typeof first === 'function'
  const options = isFetcher ? second : (first ?? second)
  return { fetcher: isFetcher ? (first as AnyFetcher) : null, options: options as Options | undefined } // typed by the overloads
}

/** Wraps a hook in middleware; the last is the innermost. */
export function applyMiddleware<Hook>(middleware: readonly Middleware[], hook: Hook): Hook {
  const wrapped = middleware.reduceRight<AnyHook>((next, wrap) => wrap(next), hook as AnyHook)
  return wrapped as Hook // a middleware returns a hook like the one that it was given
}

/** The innermost hook, which middleware wraps: shows one entry. */
export function useEntry(key: unknown, fetcher: AnyFetcher, config: Config): AnyResult {
  const query = resolveQuery(key, fetcher, config)
  const [hookState] = useState(() => createHookState(query, (...args) => new EntryObserver(...args)))
  return useObserver(hookState, query, config)
}
