import { faceOf } from '../engine/faces.ts'
import type { Config } from './config.ts'
import type { Given } from './given.ts'
import { givenBy } from './given.ts'
import { withMiddleware } from './middleware.ts'
import type { UseCachetta } from './use-cachetta-type.ts'
import { useConfig } from './use-config.ts'

/**
 * Shows at once what is known of a key, then what is true: memory, else the store, else the fetcher. See {@link Options}.
 * @throws {InvalidKeyError} while rendering, for a key that has no stable identity.
 */
export const useCachetta = function useCachetta(key: unknown, ...given: readonly unknown[]) {
  const { fetcher, options } = givenBy(given)
  const config = useConfig(options)
  return withMiddleware(config.use)(key, fetcher ?? sharedFetcher(key, config), config)
} as UseCachetta // its overloads tell the arguments apart as givenBy() does

/** The provider's, which middleware gets as if it were the hook's own; a cached function in the key goes before it. */
function sharedFetcher(key: unknown, { fetcher = null }: Config): Given['fetcher'] {
  return faceOf(Array.isArray(key) ? key[0] : key) ? null : (fetcher as Given['fetcher']) // it takes whatever keys are under the provider
}
