// The table of `ls`. It is printed while the directory is read, so the width of the column of files comes from the first rows.

import type { InspectedEntry } from 'cachetta'
import { ageOf } from './age.ts'
import { cutEnd, cutStart, escapeText, formatAge, formatBytes, padEnd, widthOf } from './format.ts'
import type { Printer } from './printer.ts'

/** The rows that decide the width of the column of files. */
const firstRows = 100
const ageWidth = 6
const sizeWidth = 7
/** The columns of age and size, and the gaps of two between columns. */
const fixedWidth = ageWidth + sizeWidth + 6

interface Row {
  readonly age: string
  readonly size: string
  readonly file: string
  readonly key: string
}

const head: Row = { age: 'AGE', size: 'SIZE', file: 'FILE', key: 'KEY [TAGS]' }

export interface EntryTable {
  add(file: InspectedEntry, now: number): Promise<void>
  end(): Promise<void>
}

/** Creates a table. In a terminal, no row is wider than it; elsewhere no text is cut. */
export function createEntryTable(printer: Printer): EntryTable {
  let waiting: Row[] | undefined = []
  let fileWidth = 0
  const print = (row: Row): Promise<void> => printer.print(formatRow(row, fileWidth, printer.width))
  const start = async (): Promise<void> => {
    const rows = waiting ?? []
    waiting = undefined
    if (rows.length === 0) return
    const widest = Math.max(...[head, ...rows].map(({ file }) => widthOf(file)))
    fileWidth = Math.min(widest, Math.max(12, Math.floor((printer.width - fixedWidth) * 0.6)))
    await printer.print(printer.style('bold', formatRow(head, fileWidth, printer.width)))
    for (const row of rows) await print(row)
  }
  return {
    async add(file, now) {
      const row = toRow(file, now)
      if (waiting === undefined) return await print(row)
      waiting.push(row)
      if (waiting.length >= firstRows) await start()
    },
    async end() {
      if (waiting !== undefined) await start()
    },
  }
}

function toRow({ entry, path, size }: InspectedEntry, now: number): Row {
  const tags = entry.tags.length > 0 ? ` [${entry.tags.join(', ')}]` : ''
  return {
    age: formatAge(ageOf(entry, now)),
    size: formatBytes(size),
    file: escapeText(path),
    key: escapeText(`${entry.key}${tags}`),
  }
}

function formatRow({ age, size, file, key }: Row, fileWidth: number, width: number): string {
  const isTerminal = Number.isFinite(width)
  const shownFile = padEnd(isTerminal ? cutStart(file, fileWidth) : file, fileWidth)
  const shownKey = isTerminal ? cutEnd(key, Math.max(4, width - fixedWidth - fileWidth)) : key
  return `${age.padStart(ageWidth)}  ${size.padStart(sizeWidth)}  ${shownFile}  ${shownKey}`.trimEnd()
}
