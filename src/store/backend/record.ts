// What a backend keeps for an entry: a line that names it, then its text.
//
//     cachetta:["cachetta:users:__…","users"]
//     {"cachetta":1,"key":"1",…
//
// The first line tells whether the entry is that of the address, whatever the backend made of the name. It is no JSON, so that no
// driver parses the record.

import { parseList } from '../../entry/json/parse-json.ts'
import { StoreError } from '../../errors.ts'
import type { Address } from '../../key/address.ts'

export interface BackendRecord {
  /** The name under which the record was stored. */
  readonly name: string
  readonly path: string
  readonly exact: boolean
  /** The text of the entry. */
  readonly text: string
}

const START = 'cachetta:['

export function writeRecord(name: string, { exact, path }: Address, text: string): string {
  return `cachetta:${JSON.stringify(exact ? [name, path, true] : [name, path])}\n${text}`
}

/** Throws `StoreError` with the code `DAMAGED` for anything else than a record. */
export function parseRecord(record: unknown): BackendRecord {
  if (record instanceof Error) throw record // drivers of files return an error of the disk like a value
  const end = typeof record === 'string' && record.startsWith(START) ? record.indexOf('\n') : -1
  if (typeof record !== 'string' || end < 0) throw new StoreError('DAMAGED', 'the entry is not from Cachetta')
  const [name, path, exact = false] = parseList(record.slice(START.length - 1, end))
  if (typeof name !== 'string' || typeof path !== 'string' || typeof exact !== 'boolean') {
    throw new StoreError('DAMAGED', 'the entry does not say whose it is')
  }
  return { name, path, exact, text: record.slice(end + 1) }
}
