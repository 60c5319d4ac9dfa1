// Checks what a store returns, because anybody can write a store, or write into its medium. Each field is read once, so a getter
// that throws does so within the call of the store, which `guardStore` handles.

import { findWrongField } from '../../entry/check-header.ts'
import type { Entry, EntryHeader } from '../../entry/entry.ts'
import { describeValue, StoreError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import { addressText, idOf, staysUnder } from '../../key/address.ts'
import { isSafePart } from '../../key/path.ts'
import type { EntryStat } from '../../store/store.ts'
import type { StoreReader } from './location.ts'
import { locationOf, tryLocate } from './location.ts'

/** Creates the reader of a store, with a check of what the store returns. */
export function createCheckedReader(store: StoreReader): StoreReader {
  return {
    get: async (address, types) => checkEntry(address, await store.get(address, types)),
    locate: (address) => tryLocate(store, address) ?? locationOf({}, address),
  }
}

/** Returns the entry; `null` if there is none, or that of other arguments. Throws `StoreError` for anything else. */
export function checkEntry(address: Address, found: unknown): Entry | null {
  const header = checkHeader(address, found)
  return header && { ...header, value: readFields(found)['value'] }
}

/** The same for an entry without its value. */
export function checkStat(address: Address, found: unknown): EntryStat | null {
  const header = checkHeader(address, found)
  return header && toStat(header, address, found)
}

function checkHeader({ key }: Address, found: unknown): EntryHeader | null {
  if (found === null || found === undefined) return null
  const header = parseHeader(found)
  return header.key === key ? header : null
}

function parseHeader(found: unknown): EntryHeader {
  const { key, storedAt, datedAt, version, tags, duration, staleDuration, staleIfError } = readFields(found)
  const header = { key, storedAt, datedAt, version, tags, duration, staleDuration, staleIfError }
  const wrong = findWrongField(header)
  if (wrong) refuse(wrong, header[wrong])
  return withoutUndefined(header) as EntryHeader // it has no wrong field
}

function withoutUndefined(header: Readonly<Record<string, unknown>>): object {
  const defined: Record<string, unknown> = {}
  for (const name in header) if (header[name] !== undefined) defined[name] = header[name]
  return defined
}

function toStat(header: EntryHeader, address: Address, found: unknown): EntryStat {
  const fields = readFields(found)
  const path = typeof fields['path'] === 'string' ? fields['path'] : addressText(address)
  const size = typeof fields['size'] === 'number' && fields['size'] >= 0 ? fields['size'] : 0
  if (!isUsual(header)) return { ...header, address, path, size }
  const { key, storedAt, datedAt, tags } = header
  return { key, storedAt, datedAt, tags, address, path, size }
}

type UsualHeader = EntryHeader & { readonly datedAt: number }

/** True if a header has none of the fields that few have. An object that is written down at once takes the least time. */
function isUsual(header: EntryHeader): header is UsualHeader {
  const { datedAt, version, duration, staleDuration, staleIfError } = header
  return datedAt !== undefined && (version ?? duration ?? staleDuration ?? staleIfError) === undefined
}

/** A listing ends after this many items that are no new entry, because it might never end. */
const MAX_USELESS = 1_000

interface ListCheck {
  /** Returns the entry that was listed; `null` if it was listed before, or cannot be used. */
  check(found: unknown): EntryStat | null
  /** Throws the error of the first item that cannot be used. */
  finish(): void
}

/** Creates the check of one listing. An item that is no entry, or lies outside the base, costs the other entries nothing. */
export function createListCheck(base: string): ListCheck {
  const isInBase = createBaseTest(base)
  const isRepeated = createRepetitionTest()
  const errors: unknown[] = []
  let useless = 0
  const skip = (): null => {
    useless += 1
    if (useless < MAX_USELESS) return null
    throw errors[0] ?? new StoreError('STORE', 'the listing repeats the same entries, and does not end')
  }
  return {
    check(found) {
      try {
        const stat = parseListed(isInBase, found)
        if (!isRepeated(idOf(stat.address))) return stat
      } catch (error) {
        errors.push(error)
      }
      return skip()
    },
    finish() {
      if (errors.length > 0) throw errors[0]
    },
  }
}

/** Creates a test for ids that came before. It remembers at least the last 1,000 of them. */
function createRepetitionTest(): (id: string) => boolean {
  let recent = new Set<string>()
  let older = recent
  return (id) => {
    if (recent.has(id) || older.has(id)) return true
    if (recent.size >= 1_000) [older, recent] = [recent, new Set()]
    recent.add(id)
    return false
  }
}

function parseListed(isInBase: (address: Address) => boolean, found: unknown): EntryStat {
  const header = parseHeader(found)
  const { path, key, exact } = readFields(readFields(found)['address'])
  if (typeof path !== 'string' || path === '' || path.includes('\0')) refuse('address.path', path)
  if (typeof key !== 'string') refuse('address.key', key)
  if (typeof exact !== 'boolean') refuse('address.exact', exact)
  const address: Address = { path, key, exact }
  if (!isInBase(address)) refuse('address.path', path)
  return toStat(header, address, found)
}

/** A store may write the base in another way: without `./`, with other separators. */
function createBaseTest(base: string): (address: Address) => boolean {
  if (base === '') return () => true
  const plainBase = toPlainPath(base)
  if (plainBase === '') return ({ path }) => isSafePart(path)
  return (address) =>
    staysUnder(base, address) || staysUnder(plainBase, { ...address, path: toPlainPath(address.path) })
}

function toPlainPath(path: string): string {
  const plain = path.replace(/[/\\]+/g, '/').replace(/(?<=.)\/$/, '')
  return plain.replace(/^(?:\.\/)+/, '').replace(/^\.$/, '')
}

function readFields(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) refuse('an item', value)
  return value as Readonly<Record<string, unknown>> // an object; each field is checked
}

function refuse(name: string, value: unknown): never {
  throw new StoreError('DAMAGED', `the store returned no entry: ${name} is ${describeValue(value)}`)
}
