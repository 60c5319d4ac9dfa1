import type { Trigger, TriggerOptions } from 'cachetta/react'
import { useCachettaMutation } from 'cachetta/react'
import { useState } from 'react'
import { createHook } from './arguments.ts'
import { boundaryOf } from './boundary.ts'
import type { FullConfiguration } from './configuration.ts'
import { addFields } from './fields.ts'
import type { Arguments, FetcherResponse, Key, Loose } from './key.ts'
import { serialize } from './key.ts'
import type { Latest } from './latest.ts'
import { useLatest } from './latest.ts'
import { toEntryKey } from './use-swr.ts'

/** Sends a change to the server. Gets the key and the argument of `trigger`. */
export type MutationFetcher<
  Data = unknown,
  SWRKey extends Key = Key,
  ExtraArg = unknown,
> = SWRKey extends () => infer Returned
  ? (key: Exclude<Returned, null | undefined | false>, options: Readonly<{ arg: ExtraArg }>) => FetcherResponse<Data>
  : SWRKey extends null | undefined | false
    ? never
    : (key: SWRKey, options: Readonly<{ arg: ExtraArg }>) => FetcherResponse<Data>

/** The options of a mutation, and of one trigger. */
export interface SWRMutationConfiguration<
  Data = Loose,
  Error = Loose,
  SWRMutationKey extends Key = Key,
  ExtraArg = Loose,
  SWRData = Loose,
> {
  /** Fetches the entry afterwards. A function decides by the data and the key. @default true */
  revalidate?: boolean | ((data: Data, key: Arguments) => boolean) | undefined
  /** Keeps the result as the data. A function makes the data from the result. @default false */
  populateCache?: boolean | ((result: Data, currentData: SWRData | undefined) => SWRData) | undefined
  /** Shown until the mutation has ended. */
  optimisticData?: SWRData | ((currentData?: SWRData) => SWRData) | undefined
  /** Shows the data before again if the mutation fails. @default true */
  rollbackOnError?: boolean | ((error: unknown) => boolean) | undefined
  /** Rejects if the mutation fails. @default true */
  throwOnError?: boolean | undefined
  /** Sends the change if the hook has no fetcher. */
  fetcher?: MutationFetcher<Data, SWRMutationKey, ExtraArg> | null | undefined
  /** Called with the result of the latest trigger. */
  onSuccess?: ((data: Data, key: string, config: Readonly<SWRMutationConfiguration>) => void) | undefined
  /** Called with the error of the latest trigger. */
  onError?: ((err: Error, key: string, config: Readonly<SWRMutationConfiguration>) => void) | undefined
}

/** Runs the mutation with an argument. */
export type TriggerWithArgs<Data = Loose, Error = Loose, SWRMutationKey extends Key = Key, ExtraArg = never> = <
  SWRData = Data,
>(
  arg: ExtraArg,
  options?: SWRMutationConfiguration<Data, Error, SWRMutationKey, ExtraArg, SWRData>,
) => Promise<Data>

/** Runs the mutation. Its argument may be left out. */
export type TriggerWithOptionsArgs<Data = Loose, Error = Loose, SWRMutationKey extends Key = Key, ExtraArg = never> = <
  SWRData = Data,
>(
  arg?: ExtraArg,
  options?: SWRMutationConfiguration<Data, Error, SWRMutationKey, ExtraArg, SWRData>,
) => Promise<Data>

/** Runs a mutation that takes no argument. */
export type TriggerWithoutArgs<Data = Loose, Error = Loose, SWRMutationKey extends Key = Key, ExtraArg = never> = <
  SWRData = Data,
>(
  arg?: null,
  options?: SWRMutationConfiguration<Data, Error, SWRMutationKey, ExtraArg, SWRData>,
) => Promise<Data>

/** Runs the mutation. The argument can be left out if the fetcher takes none. */
export type TriggerMutation<Data, Error, SWRMutationKey extends Key, ExtraArg> = [ExtraArg] extends [never]
  ? TriggerWithoutArgs<Data, Error, SWRMutationKey, ExtraArg>
  : undefined extends ExtraArg
    ? TriggerWithOptionsArgs<Data, Error, SWRMutationKey, ExtraArg>
    : TriggerWithArgs<Data, Error, SWRMutationKey, ExtraArg>

/** The result of `useSWRMutation`. */
export interface SWRMutationResponse<Data = Loose, Error = Loose, SWRMutationKey extends Key = Key, ExtraArg = never> {
  /** The result of the last trigger. */
  data: Data | undefined
  /** What the last trigger threw. */
  error: Error | undefined
  /** True while a trigger runs. */
  isMutating: boolean
  /** Runs the mutation with an argument. */
  trigger: TriggerMutation<Data, Error, SWRMutationKey, ExtraArg>
  /** Clears the result. */
  reset: () => void
}

/** The form of `useSWRMutation`. */
export type SWRMutationHook = <
  Data = Loose,
  Error = Loose,
  SWRMutationKey extends Key = Key,
  ExtraArg = never,
  SWRData = Data,
>(
  key: SWRMutationKey,
  fetcher: MutationFetcher<Data, SWRMutationKey, ExtraArg>,
  options?: SWRMutationConfiguration<Data, Error, SWRMutationKey, ExtraArg, SWRData>,
) => SWRMutationResponse<Data, Error, SWRMutationKey, ExtraArg>

type AnyMutationFetcher = (key: Loose, options: { readonly arg: unknown }) => unknown

/** One call of `trigger`: its key is that of the last render. */
interface Call {
  readonly arg: unknown
  readonly argument: Arguments
  readonly fetcher: AnyMutationFetcher
}

/** The arguments of the last render. */
interface Rendered {
  readonly key: Key
  readonly fetcher: AnyMutationFetcher | null
  readonly config: FullConfiguration
}

function useMutation(key: Key, fetcher: AnyMutationFetcher | null, config: FullConfiguration): SWRMutationResponse {
  const rendered = useLatest<Rendered>({ key, fetcher, config })
  const boundary = boundaryOf(config.cache)
  const result = useCachettaMutation<unknown, Loose, Call, Loose>(
    () => toEntryKey(boundary, serialize(rendered.read().key)[0]),
    (_key, { arg: call }) => call.fetcher(call.argument, { arg: call.arg }),
  )
  const { reset } = result
  const [run] = useState(() => createTrigger(rendered, result.trigger))
  const trigger = run as SWRMutationResponse['trigger'] // its type says which arguments it needs
  return addFields({ trigger, reset }, result, ['data', 'error', 'isMutating'])
}

function createTrigger(rendered: Latest<Rendered>, run: Trigger<unknown, Call, Loose, Loose>) {
  return async (arg: unknown, given?: SWRMutationConfiguration): Promise<unknown> => {
    const { config, fetcher, key } = rendered.read()
    const [id, argument] = serialize(key)
    if (!fetcher) throw new Error('useSWRMutation: there is no fetcher to trigger')
    if (!id) throw new Error('useSWRMutation: there is no key yet; call trigger when there is one')
    const inherited = config as unknown as SWRMutationConfiguration // its callbacks take the options of a mutation, too
    const options = { populateCache: false, throwOnError: true, ...inherited, ...given }
    return run({ arg, argument, fetcher }, toTriggerOptions(id, options))
  }
}

function toTriggerOptions(id: string, options: SWRMutationConfiguration): TriggerOptions<Loose, unknown, Loose> {
  const { onError, onSuccess, optimisticData, populateCache, revalidate, rollbackOnError, throwOnError } = options
  return {
    optimisticData,
    populateCache,
    rollbackOnError,
    throwOnError,
    revalidate: typeof revalidate === 'function' ? (data) => revalidate(data, id) : revalidate,
    onSuccess: (data) => onSuccess?.(data, id, options),
    onError: (error) => onError?.(error, id, options),
  }
}

/**
 * Changes data on the server when `trigger` is called, and then fetches the key where it is shown.
 * @example
 * ```tsx
 * import useSWRMutation from 'cachetta/swr/mutation'
 *
 * export function Rename() {
 *   const { trigger, isMutating } = useSWRMutation('/api/user', (url: string, { arg }: { arg: string }) =>
 *     fetch(url, { method: 'POST', body: arg }),
 *   )
 *   return <button type="button" disabled={isMutating} onClick={() => void trigger('Ada')}>Rename</button>
 * }
 * ```
 */
export const useSWRMutation: SWRMutationHook = createHook<SWRMutationHook>(useMutation as never) // the fetcher gets two arguments
