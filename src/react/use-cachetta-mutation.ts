import { useState } from 'react'
import { hasLongTexts } from '#environment'
import { mutateEntry } from '../engine/change/mutate.ts'
import { resolveKey } from '../engine/request/resolve-key.ts'
import { InvalidOptionError } from '../errors.ts'
import type { Config } from './config/config.ts'
import { definedOptions } from './config/config.ts'
import type { KeyOrNone, LiteralKey, PassedKey } from './config/key.ts'
import type { MutationOptions, ProviderOptions } from './config/options.ts'
import type { RegisteredError } from './config/register.ts'
import { useConfig } from './config/use-config.ts'
import { callOption } from './observer/query.ts'
import { useCommitEffect } from './observer/use-commit-effect.ts'
import type { TrackedState } from './result/tracked-state.ts'
import { useTrackedState } from './result/tracked-state.ts'
import { applyMiddleware } from './use-cachetta.ts'

/** The result of {@link useCachettaMutation}. */
export interface MutationResult<Result, Arg, Data = unknown, Error = RegisteredError> {
  /** The result of the last trigger. */
  readonly data: Result | undefined
  /** What the last trigger threw. */
  readonly error: Error | undefined
  /** True while a trigger runs. */
  readonly isMutating: boolean
  /** Runs the mutation with an argument. Rejects if it fails, unless `throwOnError` is `false`. */
  readonly trigger: Trigger<Result, Arg, Data, Error>
  /** Clears the result. A trigger that runs ends unseen. */
  readonly reset: () => void
}

/** The options of one trigger. They win over those of the hook. */
export type TriggerOptions<Data = unknown, Result = unknown, Error = RegisteredError> = Omit<
  MutationOptions<Data, Result, Error>,
  'use'
>

/** Runs a mutation. The argument can be left out if the mutation takes none. */
export type Trigger<Result, Arg, Data, Error = RegisteredError> = [Arg] extends [undefined]
  ? (arg?: Arg, options?: TriggerOptions<Data, Result, Error>) => Promise<Result | undefined>
  : (arg: Arg, options?: TriggerOptions<Data, Result, Error>) => Promise<Result | undefined>

/** Sends a change to the server. Gets the key and the argument of `trigger`. */
export type Sender<Result, K, Arg> = (key: K, context: { readonly arg: Arg }) => Result | Promise<Result>

interface MutationState {
  readonly data: unknown
  readonly error: unknown
  readonly isMutating: boolean
}

const IDLE_STATE: MutationState = { data: undefined, error: undefined, isMutating: false }

type AnySender = Sender<unknown, unknown, unknown>
type AnyMutationOptions = MutationOptions<unknown, unknown, unknown>
type AnyMutationResult = MutationResult<unknown, unknown, unknown, unknown>

/** The arguments of one render of the hook. */
interface MutationQuery {
  readonly key: unknown
  /** Undefined if the key is a function that sends the change by itself. */
  readonly send: AnySender | undefined
  /** The options of the hook over those of the provider. */
  readonly config: Config & AnyMutationOptions
}

/**
 * Calls a function that sends a change by itself, a mutation of an outbox, when `trigger` is called. `trigger` takes the options, and
 * callbacks get the function as the key.
 * @example
 * ```tsx
 * import type { AddItem } from 'cachetta/outbox'
 * import { useCachettaMutation } from 'cachetta/react'
 *
 * export function NoteButton({ addNote }: { addNote: AddItem<{ text: string }, { id: string }> }) {
 *   const { error, isMutating, trigger } = useCachettaMutation(addNote)
 *   const add = () => void trigger({ text: 'Hello' }, { throwOnError: false })
 *   return <button type="button" disabled={isMutating} onClick={add}>{error ? 'Again' : 'Add'}</button>
 * }
 * ```
 */
export function useCachettaMutation<Arg, Result, Error = RegisteredError>(
  action: (arg: Arg) => Promise<Result>,
): MutationResult<Result, Arg, unknown, Error>
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
export function useCachettaMutation<
  Result,
  Error = RegisteredError,
  Arg = undefined,
  Data = unknown,
  const K extends LiteralKey = LiteralKey,
>(
  key: KeyOrNone<K>,
  send: Sender<Result, PassedKey<K>, Arg>,
  options?: MutationOptions<Data, NoInfer<Result>, Error>,
): MutationResult<Result, Arg, Data, Error>
export function useCachettaMutation(key: unknown, send?: AnySender, options?: unknown): unknown {
  const config = useConfig(options as ProviderOptions, 'useCachettaMutation') // options of a mutation are among its own
  return applyMiddleware(config.use, useMutation)(key, send, config) // it takes the key of this hook
}

/** The innermost hook, which middleware wraps. */
function useMutation(key: unknown, send: AnySender | undefined, config: MutationQuery['config']): AnyMutationResult {
  const state = useTrackedState(IDLE_STATE)
  const query = { key, send, config }
  const [mutation] = useState(() => createMutation(state, query))
  useCommitEffect(() => mutation.commit(query))
  const { reset, trigger } = mutation
  const result = Object.defineProperties({ trigger, reset }, Object.getOwnPropertyDescriptors(state.fields))
  return result as unknown as AnyMutationResult // the fields of the state and the two functions
}

interface Mutation {
  commit(query: MutationQuery): void
  reset(): void
  trigger(arg: unknown, options?: AnyMutationOptions): Promise<unknown>
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
      const options: AnyMutationOptions = { ...committed.config, ...definedOptions(triggerOptions) }
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
        settle({ data, error: undefined }, () => callOption(options.onSuccess, [data, committed.key], undefined))
        return data
      } catch (error) {
        settle({ error }, () => callOption(options.onError, [error, committed.key], undefined))
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
  options: AnyMutationOptions,
): Promise<unknown> {
  if (!send) return callAction(key, arg)
  const request = resolveKey(key, config.handle, config)
  if (request === undefined) {
    throw new InvalidOptionError(
      `key: there is no key to mutate yet${hasLongTexts ? '; call trigger when there is one' : ''}`,
    )
  }
  const change = () => send(request.key, { arg })
  return mutateEntry(request.handle.engine, request, [change, { populateCache: false, ...options, throwOnError: true }])
}

async function callAction(action: unknown, arg: unknown): Promise<unknown> {
  if (typeof action === 'function') return action(arg)
  throw new InvalidOptionError(
    `send: none was given${hasLongTexts ? '; accepted is a function, or a mutation of an outbox in place of the key' : ''}`,
  )
}
