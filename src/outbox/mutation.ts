import type { Duration } from '../entry/duration.ts'
import { isDuration } from '../entry/duration.ts'
import { describeValue, distanceOf, InvalidOptionError, OutboxError } from '../errors.ts'
import type { Signal } from '../key/abort-signal.ts'

/** What `send` gets beside its argument. */
export interface SendContext {
  /** The UUID of the item. It is the same for each attempt, so that the server can recognise a repetition. */
  readonly id: string
  /** Counts the attempts of this process or page, from 1. */
  readonly attempt: number
  /** Aborts after `timeout`, when the item is discarded, and when the outbox is closed or emptied. */
  readonly signal: Signal
}

/** The key of an entry, and what an item makes of its data. The data is `undefined` if there is none yet. */
export type ShownChange = readonly [key: unknown, change: (data: never) => unknown]

/** How the items of one name are sent, and what they show meanwhile. */
export interface Mutation<Arg = unknown> {
  /** Sends the argument to the server. Resolves with its answer. */
  send(arg: Arg, context: SendContext): unknown
  /** Returns the entries that an item changes, and how their data looks until the server has answered. @default none */
  show?(arg: Arg, context: { readonly id: string }): readonly ShownChange[]
  /** Returns the queue of the item: items of one scope are sent in order. Any value that can be a key. @default the name */
  scope?(arg: Arg): unknown
  /**
   * Decides by the error whether to send again. `false` refuses the item.
   * @default true for network errors and the statuses 408, 425, 429 and 5xx
   */
  retry?(error: unknown, attempt: number): boolean
  /**
   * How long an attempt may take. Then its signal aborts, and it counts as a network error: an attempt that never ends would keep
   * back its scope. `Infinity` waits for ever. @default '5m'
   */
  readonly timeout?: Duration
  /** The version of the argument. An item with a newer one is kept, and not sent. @default 0 */
  readonly version?: number
  /** Changes an argument that an older version of the application has stored. Without it, such an item is kept, and not sent. */
  migrate?(arg: unknown, fromVersion: number): Arg
  /** Called with the answer of the server, in the process or tab that has sent the item. */
  onSuccess?(answer: unknown, arg: Arg, context: { readonly id: string }): void
  /** Called with the error of an item that is refused, in the process or tab that has sent it. */
  onError?(error: unknown, arg: Arg, context: { readonly id: string }): void
  /** `'stop-scope'`: later items of the scope wait until a refused one is retried or discarded. @default 'continue' */
  readonly onRefused?: 'continue' | 'stop-scope'
}

/** What the compiler reads the argument and the answer of a mutation from. The other options are those of {@link Mutation}. */
export interface Sending<Arg, Answer> extends Readonly<Partial<Record<Exclude<keyof Mutation, 'send'>, unknown>>> {
  /** Sends the argument to the server. Resolves with its answer. */
  send(arg: Arg, context: SendContext): Answer | PromiseLike<Answer>
}

/**
 * The mutations of an outbox by name, with the arguments and the answers of their `send`. `Shown` is the argument of the other options:
 * the compiler decides it before it has read a `send` whose context has no type, so it may not be what it reads the names from.
 */
export type Mutations<Args, Answers, Shown = Args> = { readonly [Name in keyof Shown]: Mutation<Shown[Name]> } & {
  readonly [Name in keyof Args]: Sending<Args[Name], unknown>
} & { readonly [Name in keyof Answers]: Sending<never, Answers[Name]> }

const isFunction = (value: unknown): string | undefined => (typeof value === 'function' ? undefined : 'a function')

const accepted: { readonly [Option in keyof Mutation]-?: (value: unknown) => string | undefined } = {
  send: isFunction,
  show: isFunction,
  scope: isFunction,
  retry: isFunction,
  timeout: (value) => (isDuration(value) ? undefined : 'a duration'),
  version: (value) => (Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : 'a whole number from 0'),
  migrate: isFunction,
  onSuccess: isFunction,
  onError: isFunction,
  onRefused: (value) => (['continue', 'stop-scope'].includes(String(value)) ? undefined : "'continue' or 'stop-scope'"),
}

/** Throws `InvalidOptionError` for a mutation that has an unknown option, or a wrong value, or no `send`. */
export function checkMutation(name: string, mutation: unknown): void {
  const options = { send: undefined, ...Object(mutation) }
  for (const [option, value] of Object.entries(options)) {
    if (!Object.hasOwn(accepted, option)) {
      const names = Object.keys(accepted)
      const [nearest] = names.sort((one, other) => distanceOf(one, option) - distanceOf(other, option))
      throw new InvalidOptionError(
        `${name}.${option}: no option of a mutation has this name; the nearest is ${nearest}`,
      )
    }
    const isLeftOut = value === undefined && option !== 'send'
    const expected = isLeftOut ? undefined : accepted[option as keyof Mutation](value)
    if (expected) {
      throw new InvalidOptionError(`${name}.${option}: ${describeValue(value)} was given; accepted is ${expected}`)
    }
  }
}

/** Throws an error with the reason if the application cannot send an argument of this version. */
export function fitVersion(
  mutation: Mutation | undefined,
  arg: unknown,
  version: number,
): { mutation: Mutation; arg: unknown } {
  if (!mutation) throw new OutboxError('there is no mutation of this name')
  const { version: current = 0 } = mutation
  if (version === current) return { mutation, arg }
  if (version > current) throw new OutboxError(`the application has version ${current}`)
  if (!mutation.migrate) throw new OutboxError(`the application has version ${current} and no \`migrate\``)
  return { mutation, arg: mutation.migrate(arg, version) }
}
