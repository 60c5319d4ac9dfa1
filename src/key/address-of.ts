import { InvalidKeyError } from '../errors.ts'
import type { Address } from './address.ts'
import { canonicalText } from './canonical.ts'
import type { Path } from './path.ts'
import { pathFrom } from './path.ts'

/** How a cache makes addresses of arguments. */
export interface AddressRule {
  readonly path: Path
  /** What of the arguments names the entry. Absent: all of them. */
  readonly key?: ((...args: readonly never[]) => unknown) | undefined
  /** True where the receiver of a method is part of the key. */
  readonly mixReceiver: boolean
}

/** The address of the entry for these arguments. Throws `InvalidKeyError` or `InvalidPathError`. */
export function addressOf(rule: AddressRule, args: readonly unknown[], receiver?: unknown): Address {
  let key = rule.key === undefined ? canonicalText(args) : canonicalText([chosenBy(rule.key, args)], CHOSEN)
  if (rule.mixReceiver && receiver !== undefined) key = `this(${canonicalText([receiver], RECEIVER)})${key}`
  if (typeof rule.path === 'string') return { path: rule.path, key, exact: false }
  return { path: pathFrom(rule.path, args), key, exact: true }
}

const CHOSEN = {
  name: 'what the key option returned',
  advice: 'return what tells entries apart, such as an id or an array of ids',
}

const RECEIVER = {
  name: 'the receiver (skipThis: false)',
  advice: 'give its class a toJSON() that returns what tells receivers apart, or leave out skipThis: false',
}

function chosenBy(key: (...args: readonly never[]) => unknown, args: readonly unknown[]): unknown {
  try {
    // The arguments are those of the cached function, for which its types have matched the key option.
    return key(...(args as readonly never[]))
  } catch (cause) {
    throw new InvalidKeyError('the key option threw', { cause })
  }
}
