import { useState } from 'react'
import { askedBy } from '../engine/asked.ts'
import { mutateBy } from '../engine/mutate.ts'
import type { MutateOptions } from '../engine/mutate-options.ts'
import { InvalidOptionError } from '../errors.ts'
import type { Config } from './config.ts'
import type { Key, KeyOrNone } from './key.ts'
import type { Tracked } from './tracked.ts'
import { useTracked } from './tracked.ts'
import { useCommitEffect } from './use-commit-effect.ts'
import { useConfig } from './use-config.ts'

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

interface State {
  readonly data: unknown
  readonly error: unknown
  readonly isMutating: boolean
}

const IDLE: State = { data: undefined, error: undefined, isMutating: false }

interface Sending {
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
  const state = useTracked(IDLE)
  // What a trigger sends is typed by this function's own parameters, and untyped on the way.
  const sending = { key, send, options, config } as unknown as Sending
  const [sender] = useState(() => createSender(state, sending))
  useCommitEffect(() => sender.commit(sending))
  const { reset, trigger } = sender
  const result = Object.defineProperties({ trigger, reset }, Object.getOwnPropertyDescriptors(state.fields))
  return result as unknown as MutationResult<Result, Arg, Data> // the fields of the state, and the two functions
}

function createSender(state: Tracked<State>, first: Sending) {
  let latest = first
  let last: object | undefined
  return {
    commit(sending: Sending) {
      latest = sending
    },
    reset() {
      last = undefined
      state.set(IDLE)
    },
    async trigger(arg: unknown, once?: MutationOptions): Promise<unknown> {
      const options = { ...latest.options, ...once }
      const own = {}
      last = own
      const settle = (change: Partial<State>, tell: () => void) => {
        if (last !== own) return
        state.set({ ...change, isMutating: false })
        tell()
      }
      state.set({ isMutating: true })
      try {
        const data = await sent(latest, arg, options)
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
async function sent({ config, key, send }: Sending, arg: unknown, options: MutationOptions): Promise<unknown> {
  const asked = askedBy(key, config.face, config)
  if (asked === undefined) throw new InvalidOptionError('key: there is none to mutate yet; trigger once it is there')
  const change = () => send(asked.key, { arg })
  return mutateBy(asked.face.engine, asked, [change, { populateCache: false, ...options, throwOnError: true }])
}
