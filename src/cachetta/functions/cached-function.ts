// The parts that `wrap` and `wrapSync` have in common.

import { hasLongTexts } from '#environment'
import { handleOf, registerHandle } from '../../engine/request/cache-handle.ts'
import type { ComputeRequest } from '../../engine/request/request.ts'
import { InvalidOptionError } from '../../errors.ts'
import type { AbortSignalLike } from '../../key/abort-signal.ts'
import type { Address, AddressRule } from '../../key/address.ts'
import { addressOf } from '../../key/address.ts'
import type { Cachetta } from '../interface.ts'
import type { Configuration } from '../options/configuration.ts'
import { toComputeRequest } from '../options/requests.ts'
import { replaceSignals } from './abort-signals.ts'
import { noteEntry } from './shared-path.ts'

/** A function whose arguments and result only the public types know. */
export type UntypedFunction = (this: unknown, ...args: readonly unknown[]) => unknown

/** How a function was wrapped. */
export interface MethodInfo {
  /** True if a decorator wrapped it. A method always has a receiver (`this`), a plain function may have none. */
  readonly isMethod: boolean
}

/** Makes `cached` a cached function: with the name and length of the original, its cache, its verbs and a handle of its own. */
export function defineCachedFunction(
  cached: UntypedFunction,
  original: UntypedFunction,
  cache: Cachetta,
  verbs: Readonly<Record<string, UntypedFunction>>,
): UntypedFunction {
  Object.defineProperties(cached, {
    name: { value: original.name, configurable: true },
    length: { value: original.length, configurable: true },
    cache: { value: cache, enumerable: true },
  })
  for (const [name, verb] of Object.entries(verbs))
    Object.defineProperty(cached, name, { value: verb, enumerable: true })
  const handle = handleOf(cache)
  if (handle) registerHandle(cached, { ...handle, fn: original })
  return cached
}

/** One call of a cached function that memory did not serve. */
interface Call {
  readonly receiver: unknown
  readonly args: readonly unknown[]
  readonly address: Address
  readonly id: string
  /** The signals in the arguments. */
  readonly signals: readonly AbortSignalLike[]
}

/** Resolves the calls of one cached function, and of its verbs. */
interface CallResolver {
  /** Returns the address of a call. If it has no receiver but needs one, the error recommends `method.<form>(receiver, …)`. */
  resolveAddress(receiver: unknown, args: readonly unknown[], form: string): Address
  toRequest(call: Call): ComputeRequest
}

/** Creates the resolver for calls of `fn` under a configuration. */
export function createCallResolver(
  configuration: Configuration,
  fn: UntypedFunction,
  method: MethodInfo,
): CallResolver {
  const { addressRule } = configuration
  return {
    resolveAddress(receiver, args, form) {
      if (!addressRule.includeReceiver) return addressOf(addressRule, args)
      if (receiver === undefined && method.isMethod) refuseMissingReceiver(form)
      return addressOf(addressRule, args, receiver)
    },
    toRequest({ receiver, args, signals, address, id }) {
      noteEntry(configuration, fn, address)
      const apply = (given: readonly unknown[]) => Reflect.apply(fn, receiver, given)
      return toComputeRequest(configuration, {
        address,
        id,
        args,
        fn,
        run: (context) => apply(signals.length === 0 ? args : replaceSignals(args, context.signal)),
        hasChangedArguments: () => hasChangedArguments(addressRule, address, args, receiver),
      })
    },
  }
}

/** Do the arguments name another entry by now? Primitive arguments cannot change, so most calls are not checked. */
function hasChangedArguments(
  rule: AddressRule,
  address: Address,
  args: readonly unknown[],
  receiver: unknown,
): boolean {
  if (!args.some((arg) => Object(arg) === arg)) return false
  try {
    const now = addressOf(rule, args, rule.includeReceiver ? receiver : undefined)
    return now.key !== address.key || now.path !== address.path
  } catch {
    return true
  }
}

/** Without its receiver, a method would address the entry of another receiver and report no error. */
function refuseMissingReceiver(form: string): never {
  throw new InvalidOptionError(
    `skipThis: false makes the receiver part of the key, but the call has none${hasLongTexts ? `; accepted is method.${form}(receiver, …)` : ''}`,
  )
}

/** Throws `InvalidOptionError` for a method without a receiver to run on. */
export function checkReceiver({ isMethod }: MethodInfo, receiver: unknown): void {
  if (receiver !== undefined || !isMethod) return
  throw new InvalidOptionError(
    `refresh: the call has no receiver to run the method on${hasLongTexts ? '; accepted is method.refresh.call(receiver, …)' : ''}`,
  )
}
