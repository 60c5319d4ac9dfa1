import { useState } from 'react'
import type { MutateOptions } from '../engine/change/mutate.ts'
import { mutateEntry } from '../engine/change/mutate.ts'
import { resolveKey } from '../engine/request/resolve-key.ts'
import { InvalidOptionError } from '../errors.ts'
import type { Config } from './config/config.ts'
import type { Key, KeyOrNone } from './config/key.ts'
import { useConfig } from './config/use-config.ts'
import { useCommitEffect } from './observer/use-commit-effect.ts'
import type { TrackedState } from './result/tracked-state.ts'
import { useTrackedState } from './result/tracked-state.ts'

/** How a mutation changes the entry. By default (`populateCache: false`) it stores nothing, and hooks that show the key fetch. */
export interface MutationOptions<Data = unknown, Result = unknown> extends MutateOptions<Data, Result> {
  /** Called with the result of the latest trigger. */
  onSuccess?(result: Result, key: unknown): void
  /** Called with the error of the latest trigger. */
  onError?(error: unknown, key: unknown): void
}

/** The result of {@link useCachettaMutation}. */
export interface MutationResult<Result, Arg, Data = unknown> {
  /** The result of the last trigger. */
  readonly data: Result | undefined
  /** What the last trigger threw. */
  readonly error: unknown
  /** True while a trigger runs. */
  readonly isMutating: boolean
  /** Runs the mutation with an argument. Rejects if it fails, unless `throwOnError` is `false`. */
  readonly trigger: Trigger<Result, Arg, Data>
  /** Clears the result. A trigger that runs ends unseen. */
  readonly reset: () => void
}

/** Runs a mutation. The argument can be left out if the mutation takes none. */
export type Trigger<Result, Arg, Data> = [Arg] extends [undefined]
  ? (arg?: Arg, options?: MutationOptions<Data, Result>) => Promise<Result | undefined>
  : (arg: Arg, options?: MutationOptions<Data, Result>) => Promise<Result | undefined>

/** Sends a change to the server. Gets the key and the argument of `trigger`. */
export type Sender<Result, K, Arg> = (key: K, context: { readonly arg: Arg }) => Result | Promise<Result>

interface MutationState {
  readonly data: unknown
  readonly error: unknown
  readonly isMutating: boolean
}

const IDLE_STATE: MutationState = { data: undefined, error: undefined, isMutating: false }

/** The arguments of one render of the hook. */
interface MutationQuery {
  readonly key: unknown
  readonly send: Sender<unknown, unknown, unknown>
  readonly options: MutationOptions | undefined
  readonly config: Config
}

/**
 * Changes the entry of a key when `trigger` is called. The result of a later trigger replaces that of an earlier one.
 * @throws {InvalidKeyError} when the key has no stable identity; `trigger` rejects with it.
 * @example
 * ```tsx
 * import { useCachettaMutation } from 'cachetta/react'
 *
 * export function Rename({ id }: { id: number }) {
 *   const { trigger, isMutating } = useCachettaMutation(['user', id], ([, id], { arg }: { arg: string }) =>
 *     saveUser({ id, name: arg }),
 *   )
 *   return <button type="button" disabled={isMutating} onClick={() => void trigger('Ada')}>Rename</button>
 * }
 * ```
 */
export function useCachettaMutation<Result, const K extends Key, Arg = undefined, Data = unknown>(
  key: KeyOrNone<K>,
  send: Sender<Result, K, Arg>,
  options?: MutationOptions<Data, Result>,
): MutationResult<Result, Arg, Data> {
  const config = useConfig(undefined)
  const state = useTrackedState(IDLE_STATE)
  const query = { key, send, options, config } as unknown as MutationQuery // typed by the parameters of this function
  const [mutation] = useState(() => createMutation(state, query))
  useCommitEffect(() => mutation.commit(query))
  const { reset, trigger } = mutation
  const result = Object.defineProperties({ trigger, reset }, Object.getOwnPropertyDescriptors(state.fields))
  return result as unknown as MutationResult<Result, Arg, Data> // the fields of the state and the two functions
}

interface Mutation {
  commit(query: MutationQuery): void
  reset(): void
  trigger(arg: unknown, options?: MutationOptions): Promise<unknown>
}

function createMutation(state: TrackedState<MutationState>, first: MutationQuery): Mutation {
  let committed = first
  let latestTrigger: object | undefined
  return {
    commit(query) {
      committed = query
    },
    reset() {
      latestTrigger = undefined
      state.set(IDLE_STATE)
    },
    async trigger(arg, triggerOptions) {
      const options = { ...committed.options, ...triggerOptions }
      const own = {}
      latestTrigger = own
      const settle = (change: Partial<MutationState>, callBack: () => void) => {
        if (latestTrigger !== own) return
        state.set({ ...change, isMutating: false })
        callBack()
      }
      state.set({ isMutating: true })
      try {
        const data = await runMutation(committed, arg, options)
        settle({ data, error: undefined }, () => options.onSuccess?.(data, committed.key))
        return data
      } catch (error) {
        settle({ error }, () => options.onError?.(error, committed.key))
        if (options.throwOnError !== false) throw error
        return undefined
      }
    },
  }
}

/** Takes the way of `mutate`: it supersedes a request in flight, and shows and rolls back optimistic data. */
async function runMutation(
  { config, key, send }: MutationQuery,
  arg: unknown,
  options: MutationOptions,
): Promise<unknown> {
  const request = resolveKey(key, config.handle, config)
  if (request === undefined) {
    throw new InvalidOptionError('key: there is no key to mutate yet; call trigger when there is one')
  }
  const change = () => send(request.key, { arg })
  return mutateEntry(request.handle.engine, request, [change, { populateCache: false, ...options, throwOnError: true }])
}
