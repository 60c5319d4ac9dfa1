import { useState } from 'react'
import { handleOf } from '../engine/request/cache-handle.ts'
import type { HookArguments } from './config/arguments.ts'
import { parseArguments } from './config/arguments.ts'
import type { Config } from './config/config.ts'
import type { AnyHook, Middleware } from './config/options.ts'
import { useConfig } from './config/use-config.ts'
import { EntryObserver } from './observer/entry-observer.ts'
import { createHookState } from './observer/hook-state.ts'
import { resolveQuery } from './observer/query.ts'
import { useObserver } from './observer/use-observer.ts'
import type { Result } from './result/result.ts'
import type { UseCachetta } from './use-cachetta-type.ts'

/**
 * Shows at once what is known of a key, then what is true: memory, else the store, else the fetcher. See {@link Options}.
 * @throws {InvalidKeyError} while rendering, for a key that has no stable identity.
 */
export const useCachetta = function useCachetta(key: unknown, ...given: readonly unknown[]) {
  const { fetcher, options } = parseArguments(given)
  const config = useConfig(options)
  return applyMiddleware(config.use)(key, fetcher ?? sharedFetcher(key, config), config)
} as UseCachetta // its overloads tell the arguments apart as givenBy() does

/** The provider's, which middleware gets as if it were the hook's own; a cached function in the key goes before it. */
function sharedFetcher(key: unknown, { fetcher = null }: Config): HookArguments['fetcher'] {
  return handleOf(Array.isArray(key) ? key[0] : key) ? null : (fetcher as HookArguments['fetcher']) // it takes whatever keys are under the provider
}

/** The hook with middleware around it, the last innermost. */
export function applyMiddleware(middleware: readonly Middleware[]): typeof useEntry {
  const wrapped = middleware.reduceRight<AnyHook>((next, around) => around(next), useEntry as AnyHook)
  return wrapped as typeof useEntry // what a middleware returns stands for the hook it was given
}

/** One entry, shown: the innermost hook, below the middleware. */
export function useEntry(key: unknown, fetcher: HookArguments['fetcher'], config: Config): Result {
  const query = resolveQuery(key, fetcher, config)
  const [hookState] = useState(() => createHookState(query, (...given) => new EntryObserver(...given)))
  return useObserver(hookState, query, config)
}
