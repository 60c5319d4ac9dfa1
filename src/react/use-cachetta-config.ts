import { useMemo } from 'react'
import type { MutateOptions } from '../engine/change/mutate.ts'
import { mutateKeys } from '../engine/change/mutate-keys.ts'
import type { Config } from './config/config.ts'
import { useConfig } from './config/use-config.ts'

/** `mutate` of the door `cachetta`, for the cache of the hooks here. */
export type MutateHere = <Data = unknown, Result = Data>(
  key: unknown,
  ...change:
    | []
    | [
        change: Data | Promise<Result> | ((committed: Data | undefined) => Result | Promise<Result>) | undefined,
        options?: MutateOptions<Data, Result> | boolean,
      ]
) => Promise<unknown>

/** The options that hooks have here, with defaults filled in, and `mutate`. */
export interface ConfigHere extends Omit<Config, 'handle'> {
  /** Changes the data of a key, or of all keys that pass a filter. Keeps its identity while the cache stays the same. */
  readonly mutate: MutateHere
}

/**
 * Returns the options of hooks at this place of the tree, and a `mutate` for their cache.
 * @example
 * ```tsx
 * import { useCachettaConfig } from 'cachetta/react'
 *
 * export function Refresh() {
 *   const { mutate } = useCachettaConfig()
 *   return <button type="button" onClick={() => void mutate(['user', 1])}>Refresh</button>
 * }
 * ```
 */
export function useCachettaConfig(): ConfigHere {
  const { handle, ...options } = useConfig(undefined)
  const mutate = useMemo<MutateHere>(
    () =>
      (key, ...args) =>
        mutateKeys(handle, key, args),
    [handle],
  )
  return { ...options, mutate }
}
