import { readFileSync, writeFileSync } from 'node:fs'
import { builtInTypes } from '../../../../src/entry/allowed-types.ts'
import type { Address } from '../../../../src/key/address.ts'
import { fileStore } from '../../../../src/store/file/file-store.ts'
import type { EntryStat, Store } from '../../../../src/store/store.ts'

export function addressOf(path: string, key = ''): Address {
  return { path, key, exact: false }
}

/** The address of an entry whose path comes from a path function. */
export function exactAddressOf(path: string): Address {
  return { path, key: 'k', exact: true }
}

export function setValue(store: Store, address: Address, value: unknown, tags: string[] = []): Promise<void> {
  return store.set(address, { key: address.key, storedAt: Date.now(), tags, value }, builtInTypes)
}

export function setValueSync(store: Store, address: Address, value: unknown, tags: string[] = []): void {
  store.sync?.set(address, { key: address.key, storedAt: 0, tags, value }, builtInTypes)
}

export async function getValue(store: Store, address: Address): Promise<unknown> {
  return (await store.get(address, builtInTypes))?.value
}

/** Fills a directory with files of entries, much faster than a cache would: each is a copy of one entry with another name. */
export async function fillDirectory(directory: string, count: number): Promise<void> {
  const store = fileStore()
  const address = addressOf(`${directory}/entry-0.json`)
  await setValue(store, address, 'x'.repeat(900))
  const text = readFileSync(`${directory}/entry-0.json`, 'utf8')
  for (let index = 1; index < count; index += 1) writeFileSync(`${directory}/entry-${index}.json`, text)
}

export async function collectAll(found: AsyncIterable<EntryStat> | undefined): Promise<EntryStat[]> {
  const stats: EntryStat[] = []
  for await (const stat of found ?? []) stats.push(stat)
  return stats
}

export function minutesAgo(minutes: number): Date {
  return new Date(Date.now() - minutes * 60_000)
}

/** An error as `node:fs` throws it. */
export function createSystemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: fails for the test`), { code })
}
