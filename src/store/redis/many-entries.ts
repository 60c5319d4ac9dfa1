// Lists and deletes many entries. Their names come from the index of names, or from SCAN: it looks at all keys of a server, a thousand
// at a time, and blocks nobody.

import { decodeEntryHeader } from '../../entry/json/json-codec.ts'
import { messageOf, StoreError } from '../../errors.ts'
import type { EntryStat } from '../store.ts'
import { decompress } from './compression.node.ts'
import type { StoreParts } from './entry.ts'
import { readStatOf, runScript } from './entry.ts'
import { completeIndex, deleteNames, readNames } from './name-index.ts'
import type { EntryName } from './names.ts'
import { DELETE_IF_SAME } from './scripts.ts'
import type { ServerParts } from './server.ts'
import { endTag } from './tags.ts'

/** How many entries are read or deleted at the same time. */
const GROUP_SIZE = 200

export async function* listEntries(parts: StoreParts, base: string): AsyncIterable<EntryStat> {
  const seen = new Set<EntryName>()
  for await (const names of listNames(parts, base)) {
    const unseen = names.filter((name) => !seen.has(name))
    for (const name of unseen) seen.add(name)
    for (const group of splitIntoGroups(unseen)) {
      const stats = await Promise.all(group.map((name) => readStatOf(parts, name).catch(skipDamaged)))
      for (const stat of stats) if (stat) yield stat
    }
  }
}

/** Yields the names of the entries at `base` and under it, and of their runs, in groups. A name may come twice. */
async function* listNames(parts: StoreParts, base: string): AsyncIterable<readonly EntryName[]> {
  if (!((await prepareIndex(parts)) && (yield* indexedNames(parts, base)))) yield* scanNames(parts, base)
}

/**
 * Deletes the entries under a base, and ends their runs. Each step of the server deletes a name of the index with its entry and its
 * runs. A run has its name in the index from its beginning, so no run that began before writes afterwards.
 */
export async function deleteUnder(parts: StoreParts, base: string): Promise<void> {
  const { announce, clock } = parts
  const order = await clock.read()
  announce({ type: 'invalidate', base, order })
  if (!((await prepareIndex(parts)) && (await deleteIndexed(parts, base)))) await deleteScanned(parts, base)
  announce({ type: 'invalidate', base, order }) // others may have read an entry before its delete
}

function prepareIndex(parts: ServerParts): Promise<boolean> {
  return completeIndex(parts, () => scanNames(parts, ''))
}

/** Returns false if the index was lost meanwhile. */
async function deleteIndexed(parts: ServerParts, base: string): Promise<boolean> {
  const groups = indexedNames(parts, base)
  for (;;) {
    const { done, value } = await groups.next()
    if (done) return value
    await deleteNames(parts, value)
  }
}

/**
 * A run that began before has its keys during the whole first walk, so it is ended there. What such a run has written during the first
 * walk is there during the whole second one:
 *
 *     run      |-take-|------compute------|-write-|
 *     walk 1                          |-----------------|      may miss the entry; the run is over
 *     walk 2                                            |-----------------|  deletes it
 */
async function deleteScanned(parts: ServerParts, base: string): Promise<void> {
  const { connection, guard, names } = parts
  const unlink = (name: EntryName) => guard(() => connection.unlink([names.entryKey(name), names.runsKey(name)]))
  for (let walk = 1; walk <= 2; walk += 1) {
    for await (const group of scanNames(parts, base)) await Promise.all(group.map(unlink))
  }
}

/** Deletes the entries with one of the tags, and ends the right of runs to store values that have one. */
export async function deleteTagged(parts: StoreParts, tags: readonly string[]): Promise<void> {
  for (const tag of tags) {
    const { names, order } = await endTag(parts, tag)
    parts.announce({ type: 'invalidate', tags: [tag], order })
    for (const group of splitIntoGroups(names)) {
      await Promise.all(group.map((name) => deleteIfTagged(parts, name, tag, order)))
    }
    parts.announce({ type: 'invalidate', tags: [tag], order })
  }
}

/**
 * The entry may have lost its tag since. A run that began before the invalidation may still write until this has ended it, so what this
 * has looked at must be what it ends:
 *
 *     run                 |-take-|-join-|------------------|-write-|
 *     invalidate the tag                |-instant-|-look: none-|   |-end: another entry-|-look-|-end: deleted-|
 */
async function deleteIfTagged(parts: StoreParts, name: EntryName, tag: string, order: number): Promise<void> {
  const { connection, guard, names } = parts
  const end = async (): Promise<unknown> => {
    const stored = await guard(() => connection.get(names.entryKey(name)))
    const start = stored === null ? '' : startOf(stored)
    const action = stored !== null && hasTag(stored, tag) ? 'delete' : 'keep'
    return runScript(parts, DELETE_IF_SAME, name, [start, action, order, names.endedChannel(name)])
  }
  while ((await end()) !== 1);
}

/** Yields the names of the index, in groups. Returns false if the index was lost meanwhile. */
async function* indexedNames(parts: ServerParts, base: string): AsyncGenerator<readonly EntryName[], boolean> {
  const { names } = parts
  const groups = readNames(parts, names.startUnder(base))
  for (;;) {
    const { done, value } = await groups.next()
    if (done) return value
    const under = value.filter((name) => names.nameUnder(base, names.entryKey(name)) !== undefined)
    if (under.length > 0) yield under
  }
}

/** Yields the names of all keys of the server that are at `base` and under it, in groups. A name may come twice. */
async function* scanNames(
  { connection, guard, names }: ServerParts,
  base: string,
): AsyncIterable<readonly EntryName[]> {
  const pattern = names.patternUnder(base)
  for (const master of await guard(() => connection.masters())) {
    let cursor: string | undefined
    while (cursor !== '0') {
      const from = cursor ?? '0'
      const found = await guard(() => master.scan(from, pattern))
      const inGroup = new Set(found.keys.flatMap((key) => names.nameUnder(base, key) ?? []))
      if (inGroup.size > 0) yield [...inGroup]
      cursor = found.cursor
    }
  }
}

function* splitIntoGroups(names: readonly EntryName[]): Iterable<readonly EntryName[]> {
  for (let at = 0; at < names.length; at += GROUP_SIZE) yield names.slice(at, at + GROUP_SIZE)
}

function hasTag(stored: string, tag: string): boolean {
  try {
    return decodeEntryHeader(decompress(stored)).tags.includes(tag)
  } catch {
    return false
  }
}

/** The first line of a text has its checksum, so it identifies the text. A compressed text is one line. */
function startOf(stored: string): string {
  return stored.split('\n', 1).join()
}

/** One bad entry, or a value of another type under its key, must not end a list. */
function skipDamaged(error: unknown): null {
  const isForeign = /^WRONGTYPE\b/.test(messageOf(error))
  if (isForeign || (error instanceof StoreError && error.code === 'DAMAGED')) return null
  throw error
}
