import type { MemoryEntry } from '../engine/memory/memory.ts'
import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { JsonObject } from '../entry/json/check-json.ts'
import { maxTextLevels, reviveEntry } from '../entry/json/json-codec.ts'
import { parseJson } from '../entry/json/parse-json.ts'
import { describeValue, InvalidPathError, StoreError } from '../errors.ts'
import type { Address } from '../key/address.ts'
import { staysUnder } from '../key/address.ts'
import { findExcess, MAX_STATE_ENTRIES } from './check-state-text.ts'

/** The format of a state. Increase it when older bundles in browsers cannot read the states of newer servers. */
export const STATE_FORMAT = 1

/** A state has three levels around each entry. */
const maxStateLevels = maxTextLevels + 3

interface ParseOptions {
  readonly types: AllowedTypes
  /** The path of the entries that were sent without one. All others lie under it. Undefined if a path function names them. */
  readonly base: string | undefined
  /** Makes a relative path absolute. Undefined if paths stay as they are. */
  readonly resolvePath: ((path: string) => string) | undefined
}

/** What a state contains. */
export interface ParsedState {
  readonly entries: readonly MemoryEntry[]
  /** The error of one of the entries that cannot be used, first of all of one outside the base. Undefined if all can. */
  readonly error?: unknown
}

/** After this many entries that cannot be used, the rest of the state is not read. */
const MAX_REFUSED = 100

/**
 * Parses a state that `dehydrate` wrote: the text, or the result of `JSON.parse`. It does not trust the state, because anybody
 * can change a page. Throws `StoreError` or `SyntaxError` if it is no state at all.
 */
export function parseState(state: unknown, options: ParseOptions): ParsedState {
  const excess = typeof state === 'string' && findExcess(state)
  if (excess) refuse(excess)
  const parsed: unknown = typeof state === 'string' ? parseJson(state, maxStateLevels) : state
  if (!isRecord(parsed) || parsed['cachetta'] !== STATE_FORMAT) refuse(`does not have the format ${STATE_FORMAT}`)
  const { entries } = parsed
  if (!Array.isArray(entries)) refuse('has no list of entries')
  if (entries.length > MAX_STATE_ENTRIES) refuse(`has more than ${MAX_STATE_ENTRIES} entries`)
  return parseStateEntries(entries, options)
}

function parseStateEntries(list: readonly unknown[], options: ParseOptions): ParsedState {
  const entries: MemoryEntry[] = []
  const errors: unknown[] = []
  for (const each of list) {
    try {
      entries.push(parseStateEntry(each, options))
    } catch (error) {
      errors.push(error)
      if (errors.length === MAX_REFUSED) break
    }
  }
  return { entries, error: errors.find((error) => error instanceof InvalidPathError) ?? errors[0] }
}

function parseStateEntry(each: unknown, { types, base, resolvePath }: ParseOptions): MemoryEntry {
  if (!isRecord(each) || !isRecord(each['address']) || !isRecord(each['entry'])) refuse('has a part that is no entry')
  const { path = base, key, exact } = each['address']
  const entry = reviveEntry(each['entry'], types)
  if (typeof path !== 'string' || typeof exact !== 'boolean' || key !== entry.key) {
    refuse('has an entry without its address')
  }
  const address: Address = { path: resolvePath?.(path) ?? path, key: entry.key, exact }
  if (!staysUnder(base, address)) {
    const within = base === undefined ? 'the paths of a path function' : describeValue(base)
    throw new InvalidPathError(
      `an entry of the state has the path ${describeValue(path)}, which is not under ${within}`,
    )
  }
  return {
    address,
    entry,
    source: 'server',
    arrivedLate: each['late'] === true,
    persist: base !== undefined && each['persist'] !== false, // without a base, nobody knows which paths are the cache's own
  }
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null
}

function refuse(reason: string): never {
  throw new StoreError('DAMAGED', `the state of the page ${reason}`)
}
