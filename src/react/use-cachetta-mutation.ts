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

/** How a mutation goes about; by default it keeps nothing, and has whoever shows the key fetch anew. */
export interface MutationOptions<Data = unknown, Result = unknown> extends MutateOptions<Data, Result> {
  onSuccess?(result: Result, key: unknown): void
  onError?(error: unknown, key: unknown): void
}

export interface MutationResult<Result, Arg, Data = unknown> {
  /** What the last trigger resolved with. */
  readonly data: Result | undefined
  readonly error: unknown
  readonly isMutating: boolean
  /** Sends `arg`. Rejects where the fetcher does, unless `throwOnError` is `false`. */
  readonly trigger: Trigger<Result, Arg, Data>
  /** Forgets the result; what runs ends unseen. */
  readonly reset: () => void
}

export type Trigger<Result, Arg, Data> = [Arg] extends [undefined]
  ? (arg?: Arg, options?: MutationOptions<Data, Result>) => Promise<Result | undefined>
  : (arg: Arg, options?: MutationOptions<Data, Result>) => Promise<Result | undefined>

/** Sends what is to be changed; gets the key and what `trigger` was given. */
export type Sender<Result, K, Arg> = (key: K, context: { readonly arg: Arg }) => Result | Promise<Result>

interface MutationState {
  readonly data: unknown
  readonly error: unknown
  readonly isMutating: boolean
}

const IDLE_STATE: MutationState = { data: undefined, error: undefined, isMutating: false }

interface MutationCall {
  readonly key: unknown
  readonly send: Sender<unknown, unknown, unknown>
  readonly options: MutationOptions | undefined
  readonly config: Config
}

/** Changes what a key stands for when `trigger` is called. A later trigger makes the result of an earlier one disappear. */
export function useCachettaMutation<Result, const K extends Key, Arg = undefined, Data = unknown>(
  key: KeyOrNone<K>,
  send: Sender<Result, K, Arg>,
  options?: MutationOptions<Data, Result>,
): MutationResult<Result, Arg, Data> {
  const config = useConfig(undefined)
  const state = useTrackedState(IDLE_STATE)
  // What a trigger sends is typed by this function's own parameters, and untyped on the way.
  const sending = { key, send, options, config } as unknown as MutationCall
  const [sender] = useState(() => createSender(state, sending))
  useCommitEffect(() => sender.commit(sending))
  const { reset, trigger } = sender
  const result = Object.defineProperties({ trigger, reset }, Object.getOwnPropertyDescriptors(state.fields))
  return result as unknown as MutationResult<Result, Arg, Data> // the fields of the state, and the two functions
}

function createSender(state: TrackedState<MutationState>, first: MutationCall) {
  let latest = first
  let last: object | undefined
  return {
    commit(sending: MutationCall) {
      latest = sending
    },
    reset() {
      last = undefined
      state.set(IDLE_STATE)
    },
    async trigger(arg: unknown, once?: MutationOptions): Promise<unknown> {
      const options = { ...latest.options, ...once }
      const own = {}
      last = own
      const settle = (change: Partial<MutationState>, tell: () => void) => {
        if (last !== own) return
        state.set({ ...change, isMutating: false })
        tell()
      }
      state.set({ isMutating: true })
      try {
        const data = await runMutationCall(latest, arg, options)
        settle({ data, error: undefined }, () => options.onSuccess?.(data, latest.key))
        return data
      } catch (error) {
        settle({ error }, () => options.onError?.(error, latest.key))
        if (options.throwOnError !== false) throw error
        return undefined
      }
    },
  }
}

/** By the same path as `mutate`: a query in flight is outrun, an optimistic value shown and rolled back. */
async function runMutationCall(
  { config, key, send }: MutationCall,
  arg: unknown,
  options: MutationOptions,
): Promise<unknown> {
  const request = resolveKey(key, config.handle, config)
  if (request === undefined) throw new InvalidOptionError('key: there is none to mutate yet; trigger once it is there')
  const change = () => send(request.key, { arg })
  return mutateEntry(request.handle.engine, request, [change, { populateCache: false, ...options, throwOnError: true }])
}
