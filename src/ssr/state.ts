import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { Entry } from '../entry/entry.ts'
import type { Envelope } from '../entry/text.ts'
import { entryIn } from '../entry/text.ts'
import { StoreError } from '../errors.ts'
import type { Address } from '../key/address.ts'
import { format } from './format.ts'

/** An entry as it travels with a page. */
export interface Travelled {
  readonly address: Address
  readonly entry: Entry
}

/**
 * Reads what `dehydrate` wrote, as text or parsed, as if a stranger had written it. Throws for anything else.
 * @param home where the entries belong that came without a path
 */
export function stateIn(state: unknown, types: AllowedTypes, home: string | undefined): Travelled[] {
  const parsed: unknown = typeof state === 'string' ? JSON.parse(state) : state
  if (!isRecord(parsed) || parsed['cachetta'] !== format) damaged(`is not of the format ${format}`)
  const { entries } = parsed
  return Array.isArray(entries)
    ? entries.map((each) => travelledIn(each, types, home))
    : damaged('holds no list of entries')
}

function travelledIn(each: unknown, types: AllowedTypes, home: string | undefined): Travelled {
  if (!isRecord(each) || !isRecord(each['address']) || !isRecord(each['entry'])) damaged('holds what is no entry')
  const { path = home, key, exact } = each['address']
  const entry = entryIn(each['entry'], types)
  if (typeof path !== 'string' || typeof exact !== 'boolean' || key !== entry.key)
    damaged('holds an entry without its address')
  return { address: { path, key: entry.key, exact }, entry }
}

function isRecord(value: unknown): value is Envelope {
  return typeof value === 'object' && value !== null
}

function damaged(reason: string): never {
  throw new StoreError('DAMAGED', `the state of the page ${reason}`)
}
