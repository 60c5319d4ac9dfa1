// Files that are no entries: each command counts them, and names what a person should know of.

import type { InspectedFile } from 'cachetta'
import { countOf, escapeText, formatCount } from './format.ts'
import type { Printer } from './printer.ts'

type Kind = InspectedFile['kind']

/** How many files of each kind were found. */
export type KindCounts = Record<Kind, number>

export function createKindCounts(): KindCounts {
  return { entry: 0, damaged: 0, foreign: 0, running: 0, abandoned: 0, unreadable: 0 }
}

const sentences: readonly (readonly [kind: Kind, describe: (count: number) => string])[] = [
  ['damaged', (count) => `${countOf(count, 'file')} ${count === 1 ? 'is' : 'are'} damaged.`],
  ['unreadable', (count) => `${countOf(count, 'file')} cannot be read.`],
  ['foreign', (count) => `${countOf(count, 'file')} ${count === 1 ? 'is' : 'are'} not from Cachetta.`],
  [
    'abandoned',
    (count) => `${countOf(count, 'file')} ${count === 1 ? 'is' : 'are'} left from processes that have ended.`,
  ],
  [
    'running',
    (count) => `${countOf(count, 'file')} ${count === 1 ? 'is' : 'are'} being written by processes that run.`,
  ],
]

/** Describes the files that are no entries, in one line; `''` if there are none. */
export function describeOthers(counts: KindCounts): string {
  return sentences.flatMap(([kind, describe]) => (counts[kind] > 0 ? [describe(counts[kind])] : [])).join(' ')
}

/** So many files of other programs are named. A directory that is no cache may have millions of them. */
const maxNamed = 10

/** Prints a line for each foreign file, up to a limit. */
export interface ForeignNames {
  add(file: InspectedFile): void
  print(printer: Printer): Promise<void>
}

export function createForeignNames(): ForeignNames {
  const named: string[] = []
  let count = 0
  return {
    add({ kind, path }) {
      if (kind !== 'foreign') return
      count += 1
      if (named.length < maxNamed) named.push(path)
    },
    async print(printer) {
      if (count === 0) return
      await printer.print(`Left alone, because ${count === 1 ? 'it is' : 'they are'} not from Cachetta:`)
      for (const path of named) await printer.print(`  ${escapeText(path)}`)
      if (count > named.length) await printer.print(`  and ${formatCount(count - named.length)} more`)
    },
  }
}
