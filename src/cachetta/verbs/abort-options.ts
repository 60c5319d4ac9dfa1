import { describeValue, InvalidOptionError } from '../../errors.ts'
import type { Signal } from '../../key/abort-signal.ts'
import { isAbortSignal } from '../../key/abort-signal.ts'
import { throwIfAborted } from '../functions/abort-signals.ts'

/** The options of a call that visits all entries of a cache. */
export interface AbortOptions {
  /** Ends the call early. It then rejects with the reason of the signal. */
  readonly signal?: Signal | undefined
}

/**
 * Returns the signal, and a function that throws its reason once it is aborted. Throws the reason of one that has aborted already, and
 * `InvalidOptionError` for what is no signal.
 */
export function parseSignal({ signal }: AbortOptions = {}): readonly [Signal | undefined, check: () => void] {
  if (signal === undefined) return [signal, () => {}]
  if (!isAbortSignal(Object(signal))) {
    throw new InvalidOptionError(`signal: ${describeValue(signal)} was given; accepted is an AbortSignal`)
  }
  const check = () => throwIfAborted([signal])
  check()
  return [signal, check]
}
