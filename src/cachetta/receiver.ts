import { InvalidOptionError } from '../errors.ts'
import type { Configuration } from './configuration.ts'

/** What is known of a wrapped function beside itself. */
export interface Wrapping {
  /** True where a decorator says that it is a method, which is never called without its receiver. */
  readonly isMethod: boolean
}

/**
 * The receiver as far as it is part of the key. A method that belongs to its receiver and is called without one would
 * silently address another entry, so that throws `InvalidOptionError`.
 */
export function receiverInKey(
  { rule: { mixReceiver } }: Configuration,
  { isMethod }: Wrapping,
  receiver: unknown,
  verb: string,
): unknown {
  if (!mixReceiver) return undefined
  if (receiver !== undefined || !isMethod) return receiver
  throw new InvalidOptionError(
    `skipThis: false makes the receiver part of the key, and none was given; accepted is method.${verb}(receiver, …)`,
  )
}

/** A method cannot be computed without what it belongs to. Throws `InvalidOptionError`. */
export function receiverToRun({ isMethod }: Wrapping, receiver: unknown): unknown {
  if (receiver !== undefined || !isMethod) return receiver
  throw new InvalidOptionError(
    'refresh: a method was given no receiver to run on; accepted is method.refresh.call(receiver, …)',
  )
}
