import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry } from '../../../src/index.ts'
import { builtInTypes, fileStore } from '../../../src/index.ts'
import { temporaryDirectory } from '../../store/file/support/processes.ts'

/** Stores an entry in `directory`, at the path `users.json` unless `name` says another one. Returns its file. */
export async function storeEntry(
  directory: string,
  { key = '', value = 'value', storedAt = Date.now(), tags = [], name = 'users.json', ...spans }: StoredEntry = {},
): Promise<string> {
  const address = { path: `${directory}/${name}`, key, exact: false }
  const store = fileStore()
  await store.set(address, { key, value, storedAt, tags, ...spans }, builtInTypes)
  return store.locate?.(address) ?? ''
}

export type StoredEntry = Partial<Entry> & { readonly name?: string }

/** A directory with one sound entry, with four damaged ones, and with a file of another program. */
export async function createDamagedDirectory(): Promise<string> {
  const directory = temporaryDirectory()
  const damage: Readonly<Record<string, (text: string) => string>> = {
    torn: (text) => text.slice(0, -5),
    flipped: (text) => text.replace('Ada', 'Bda'),
    header: (text) => text.replace('"key":', '"kay":'),
    empty: () => '',
  }
  await storeEntry(directory, { key: '1', value: 'Ada', name: 'sound.json' })
  for (const [name, change] of Object.entries(damage)) {
    const file = await storeEntry(directory, { key: '1', value: 'Ada', name: `${name}.json` })
    writeFileSync(file, change(readFileSync(file, 'utf8')))
  }
  writeFileSync(join(directory, 'notes.txt'), 'mine')
  return directory
}

/** The names of all files, without the hash of an entry, and without the index of tags. */
export function namesIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name !== '.cachetta-tags')
    .map((name) => name.replace(/-[0-9a-f]{16}/, ''))
    .sort()
}
