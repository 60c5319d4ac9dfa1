import { useMemo } from 'react'
import type { MutateOptions } from '../engine/change/mutate.ts'
import { mutateKeys } from '../engine/change/mutate-keys.ts'
import type { VisibleOptions } from './config/config.ts'
import { visibleOptions } from './config/config.ts'
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
export interface ConfigHere extends VisibleOptions {
  /** The `Cachetta` of the hooks here, as the provider was given it. Undefined if none was given one. */
  readonly cache: object | undefined
  /**
   * Changes the data of a key, or of all keys in memory that pass a filter. Without data, hooks that show the key fetch, else the
   * next mount does. Keeps its identity while the cache stays the same.
   */
  readonly mutate: MutateHere
}

/**
 * Returns the options of hooks at this place of the tree, their cache, and a `mutate` for it.
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
  const config = useConfig(undefined)
  const { cache, handle } = config
  const mutate = useMemo<MutateHere>(
    () =>
      (key, ...args) =>
        mutateKeys(handle, key, args),
    [handle],
  )
  return { ...visibleOptions(config), cache, mutate }
}
