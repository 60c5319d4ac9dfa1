import type { MemoryEntry } from '../engine/memory/memory.ts'
import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { JsonObject } from '../entry/json/check-json.ts'
import { maxTextLevels, reviveEntry } from '../entry/json/json-codec.ts'
import { parseJson } from '../entry/json/parse-json.ts'
import { StoreError } from '../errors.ts'

/** The format of a state. Increase it when older bundles in browsers cannot read the states of newer servers. */
export const STATE_FORMAT = 1

/** A state has three levels around each entry. */
const maxStateLevels = maxTextLevels + 3

interface ParseOptions {
  readonly types: AllowedTypes
  /** The path of the entries that were sent without one. */
  readonly defaultPath: string | undefined
  /** Called for each entry that cannot be used. */
  onDamaged(error: unknown): void
}

/**
 * Parses a state that `dehydrate` wrote: the text, or the result of `JSON.parse`. It does not trust the state, because anybody
 * can change a page. Throws `StoreError` or `SyntaxError` if it is no state at all.
 */
export function parseState(state: unknown, options: ParseOptions): MemoryEntry[] {
  const parsed: unknown = typeof state === 'string' ? parseJson(state, maxStateLevels) : state
  if (!isRecord(parsed) || parsed['cachetta'] !== STATE_FORMAT) refuse(`does not have the format ${STATE_FORMAT}`)
  const { entries } = parsed
  if (!Array.isArray(entries)) refuse('has no list of entries')
  return entries.flatMap((each) => {
    try {
      return parseStateEntry(each, options)
    } catch (error) {
      options.onDamaged(error)
      return []
    }
  })
}

function parseStateEntry(each: unknown, { types, defaultPath }: ParseOptions): MemoryEntry {
  if (!isRecord(each) || !isRecord(each['address']) || !isRecord(each['entry'])) refuse('has a part that is no entry')
  const { path = defaultPath, key, exact } = each['address']
  const entry = reviveEntry(each['entry'], types)
  if (typeof path !== 'string' || typeof exact !== 'boolean' || key !== entry.key) {
    refuse('has an entry without its address')
  }
  return {
    address: { path, key: entry.key, exact },
    entry,
    source: 'server',
    requestedAt: entry.storedAt,
    arrivedLate: each['late'] === true,
    persist: each['persist'] !== false,
  }
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null
}

function refuse(reason: string): never {
  throw new StoreError('DAMAGED', `the state of the page ${reason}`)
}
