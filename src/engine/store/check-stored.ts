// Checks what a store returns, because anybody can write a store, or write into its medium. Each field is read once, so a getter
// that throws does so within the call of the store, which `guardStore` handles.

import type { Entry, EntryHeader } from '../../entry/entry.ts'
import { describeValue, StoreError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'
import { addressText, idOf, staysUnder } from '../../key/address.ts'
import { isSafePart } from '../../key/path.ts'
import type { EntryStat } from '../../store/store.ts'
import { BoundedMap } from '../memory/bounded-map.ts'
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

/** The spans that an entry may have of its own. `Infinity` is one. */
const SPANS = ['duration', 'staleDuration', 'staleIfError'] as const

function parseHeader(found: unknown): EntryHeader {
  const { datedAt, key, storedAt, tags, version } = readFields(found)
  if (typeof key !== 'string') refuse('key', key)
  if (!isInstant(storedAt)) refuse('storedAt', storedAt)
  if (datedAt !== undefined && !isInstant(datedAt)) refuse('datedAt', datedAt)
  if (version !== undefined && typeof version !== 'string' && typeof version !== 'number') refuse('version', version)
  if (!isTagList(tags)) refuse('tags', tags)
  return { key, storedAt, tags, ...(version !== undefined && { version }), ...parseNumbers(found, datedAt) }
}

/** The fields of a header that few entries have. */
function parseNumbers(found: unknown, datedAt: number | undefined): Partial<EntryHeader> | undefined {
  let numbers: { -readonly [Name in (typeof SPANS)[number] | 'datedAt']?: number } | undefined =
    datedAt === undefined ? undefined : { datedAt }
  const fields = readFields(found)
  for (const name of SPANS) {
    const span = fields[name]
    if (span === undefined) continue
    if (typeof span !== 'number' || Number.isNaN(span)) refuse(name, span)
    numbers = { ...numbers, [name]: span }
  }
  return numbers
}

function toStat(header: EntryHeader, address: Address, found: unknown): EntryStat {
  const { path, size } = readFields(found)
  return {
    ...header,
    address,
    path: typeof path === 'string' ? path : addressText(address),
    size: typeof size === 'number' && size >= 0 ? size : 0,
  }
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
  const recent = new BoundedMap<true>()
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
        const stat = parseListed(base, found)
        const id = idOf(stat.address)
        const isNew = !recent.has(id)
        recent.set(id, true)
        if (isNew) return stat
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

function parseListed(base: string, found: unknown): EntryStat {
  const header = parseHeader(found)
  const { path, key, exact } = readFields(readFields(found)['address'])
  if (typeof path !== 'string' || path === '' || path.includes('\0')) refuse('address.path', path)
  if (typeof key !== 'string') refuse('address.key', key)
  if (typeof exact !== 'boolean') refuse('address.exact', exact)
  const address: Address = { path, key, exact }
  if (!isListedUnder(base, address)) refuse('address.path', path)
  return toStat(header, address, found)
}

/** A store may write the base in another way: without `./`, with other separators. */
function isListedUnder(base: string, { path, key, exact }: Address): boolean {
  if (base === '') return true
  const plainBase = toPlainPath(base)
  if (plainBase === '') return isSafePart(path)
  return staysUnder(plainBase, { path: toPlainPath(path), key, exact })
}

function toPlainPath(path: string): string {
  const plain = path.replace(/[/\\]+/g, '/').replace(/(?<=.)\/$/, '')
  return plain.replace(/^(?:\.\/)+/, '').replace(/^\.$/, '')
}

function readFields(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) refuse('an item', value)
  return value as Readonly<Record<string, unknown>> // an object; each field is checked
}

function isInstant(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function isTagList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((tag) => typeof tag === 'string')
}

function refuse(name: string, value: unknown): never {
  throw new StoreError('DAMAGED', `the store returned no entry: ${name} is ${describeValue(value)}`)
}
