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
  return withMiddleware(config.use)(key, fetcher, config)
} as UseCachetta // its overloads tell the arguments apart as givenBy() does
