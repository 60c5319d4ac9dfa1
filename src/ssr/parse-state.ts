import type { MemoryEntry } from '../engine/memory/memory.ts'
import type { AllowedTypes } from '../entry/allowed-types.ts'
import type { Envelope } from '../entry/text.ts'
import { entryIn } from '../entry/text.ts'
import { StoreError } from '../errors.ts'
import { format } from './format.ts'

interface ParseOptions {
  readonly types: AllowedTypes
  /** Where the entries belong that came without a path. */
  readonly defaultPath: string | undefined
  /** Is told of an entry that cannot be used, and why. */
  onDamaged(error: unknown): void
}

/** Reads what `dehydrate` wrote, as text or parsed, as if a stranger had written it. Throws for what is no state at all. */
export function parseState(state: unknown, reading: ParseOptions): MemoryEntry[] {
  const parsed: unknown = typeof state === 'string' ? JSON.parse(state) : state
  if (!isRecord(parsed) || parsed['cachetta'] !== format) damaged(`is not of the format ${format}`)
  const { entries } = parsed
  if (!Array.isArray(entries)) damaged('holds no list of entries')
  return entries.flatMap((each) => {
    try {
      return parseStateEntry(each, reading)
    } catch (error) {
      reading.onDamaged(error)
      return []
    }
  })
}

function parseStateEntry(each: unknown, { types, defaultPath }: ParseOptions): MemoryEntry {
  if (!isRecord(each) || !isRecord(each['address']) || !isRecord(each['entry'])) damaged('holds what is no entry')
  const { path = defaultPath, key, exact } = each['address']
  const entry = entryIn(each['entry'], types)
  if (typeof path !== 'string' || typeof exact !== 'boolean' || key !== entry.key)
    damaged('holds an entry without its address')
  return {
    address: { path, key: entry.key, exact },
    entry,
    source: 'server',
    requestedAt: entry.storedAt,
    arrivedLate: each['late'] === true,
    persist: each['persist'] !== false,
  }
}

function isRecord(value: unknown): value is Envelope {
  return typeof value === 'object' && value !== null
}

function damaged(reason: string): never {
  throw new StoreError('DAMAGED', `the state of the page ${reason}`)
}
