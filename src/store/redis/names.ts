// The keys of one store in Redis. All keys of one entry have the same hash tag, the part in braces, so a cluster keeps them on one
// node, and a script may touch them together:
//
//     cachetta:{["./users.json","1"]}          the entry, as a text
//     cachetta:{["./users.json","1"]}:runs     who computes it right now
//     cachetta:{#"team:7"}                     the names of the entries with a tag
//     cachetta:{#"team:7"}:ended               when the tag was invalidated
//     cachetta:changes                         how many messages about changes were sent; also the name of their channel
//     cachetta:index                           the names of all entries, in order; not in a cluster (name-index.ts)

import type { Address } from '../../key/address.ts'
import { isUnder } from '../../key/address.ts'

/** The name of an entry, from which all its keys are made. */
export type EntryName = string

export interface Names {
  /** The counter of the messages about changes, and their channel. */
  readonly changes: string
  readonly index: string
  entryKey(name: EntryName): string
  runsKey(name: EntryName): string
  /** The channel that tells those who wait for a computation that it has ended. */
  endedChannel(name: EntryName): string
  tagKey(tag: string): string
  tagEndedKey(tag: string): string
  /** The pattern of the keys of all entries at `base` and under it. It may match more. */
  patternUnder(base: string): string
  /** The start of the names of all entries at `base` and under it. Other names may have it, too. */
  startUnder(base: string): string
  /** Returns the name of the entry to which a key belongs, if the entry is at `base` or under it. */
  nameUnder(base: string, key: string): EntryName | undefined
}

/** The key of an entry whose path a path function returned is only compared, so it is not part of the name. */
export function nameOf({ exact, key, path }: Address): EntryName {
  return JSON.stringify(exact ? [path] : [path, key])
}

/** Returns the address of a name. `key` is the key in the header of the entry. */
export function addressOf(name: EntryName, key: string): Address {
  const [path, ownKey]: readonly string[] = JSON.parse(name)
  return { path: String(path), key, exact: ownKey === undefined }
}

export function createNames(prefix: string): Names {
  const start = `${prefix}{`
  const entryKey = (name: EntryName) => `${start}${name}}`
  return {
    changes: `${prefix}changes`,
    index: `${prefix}index`,
    entryKey,
    runsKey: (name) => `${entryKey(name)}:runs`,
    endedChannel: (name) => `${entryKey(name)}:ended`,
    tagKey: (tag) => `${start}#${JSON.stringify(tag)}}`,
    tagEndedKey: (tag) => `${start}#${JSON.stringify(tag)}}:ended`,
    patternUnder: (base) => `${escapePattern(`${start}${startUnder(base)}`)}*`,
    startUnder,
    nameUnder(base, key) {
      const name = key.slice(start.length).replace(/\}(?::runs)?$/, '')
      const path = key.startsWith(start) ? parsePath(name) : undefined
      return path !== undefined && isUnder(base, { path, key: '', exact: true }) ? name : undefined
    },
  }
}

function startUnder(base: string): string {
  return JSON.stringify([base]).slice(0, -2)
}

/** Returns `undefined` for what is no name, for example that of a tag. */
function parsePath(name: string): string | undefined {
  try {
    const list: unknown = JSON.parse(name)
    const [path] = Array.isArray(list) ? (list as readonly unknown[]) : []
    return typeof path === 'string' && JSON.stringify(list) === name ? path : undefined
  } catch {
    return undefined
  }
}

function escapePattern(text: string): string {
  return text.replace(/[*?[\]\\^]/g, '\\$&')
}
