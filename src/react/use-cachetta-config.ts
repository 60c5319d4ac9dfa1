import { useMemo } from 'react'
import type { MutateOptions } from '../engine/change/mutate.ts'
import { mutateKeys } from '../engine/change/mutate-keys.ts'
import type { Config } from './config/config.ts'
import { useConfig } from './config/use-config.ts'

/** `mutate` of the door `cachetta`, on the cache that the hooks here use. */
export type MutateHere = <Data = unknown, Result = Data>(
  key: unknown,
  ...change:
    | []
    | [
        change: Data | Promise<Result> | ((committed: Data | undefined) => Result | Promise<Result>) | undefined,
        options?: MutateOptions<Data, Result> | boolean,
      ]
) => Promise<unknown>

/** What is in force where the component stands. */
export interface ConfigHere extends Omit<Config, 'handle'> {
  readonly mutate: MutateHere
}

/** The options in force here, and a `mutate` that keeps its identity while the cache is the same. */
export function useCachettaConfig(): ConfigHere {
  const { handle, ...options } = useConfig(undefined)
  const mutate = useMemo<MutateHere>(
    () =>
      (key, ...change) =>
        mutateKeys(handle, key, change),
    [handle],
  )
  return { ...options, mutate }
}
