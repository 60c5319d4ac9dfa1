import { dirname } from 'node:path'
import type { InspectedEntry } from 'cachetta'
import { ageOf } from '../age.ts'
import { checkDirectory } from '../directory.ts'
import { createFilter } from '../filter.ts'
import { countOf, cutStart, escapeText, formatAge, formatBytes, formatCount } from '../format.ts'
import type { KindCounts } from '../others.ts'
import { describeOthers } from '../others.ts'
import type { Printer } from '../printer.ts'
import { visitFiles } from '../visit-files.ts'
import type { Context } from './context.ts'
import { DONE, FOUND } from './context.ts'

/** Counts entries and bytes, for each path of a cache. */
export async function showStats(context: Context): Promise<number> {
  await checkDirectory(context.call.operand)
  const matches = createFilter(context.call)
  const sums = createSums()
  const counts = await visitFiles(context, { total: 0 }, (file, now) => {
    if (file.kind === 'entry' && matches(file.entry, now)) sums.add(file, ageOf(file.entry, now))
  })
  await (context.call.isJson ? printJson : printText)(context.printer, counts, sums.get())
  return counts.unreadable > 0 ? FOUND : DONE
}

async function printJson(printer: Printer, counts: KindCounts, sums: Sums): Promise<void> {
  const { groups, ...total } = sums
  for (const [path, group] of groups) await printer.printJson({ kind: 'path', path, ...group })
  const { damaged, foreign, unreadable } = counts
  await printer.printJson({ kind: 'summary', ...total, damaged, foreign, unreadable })
}

async function printText(printer: Printer, counts: KindCounts, sums: Sums): Promise<void> {
  const { bytes, entries, groups, newest, oldest } = sums
  const ages = oldest === null || newest === null ? '' : `, ${formatAge(newest)} to ${formatAge(oldest)} old`
  await printGroups(printer, groups)
  await printer.print(`${countOf(entries, 'entry', 'entries')}, ${formatBytes(bytes)}${ages}.`)
  if (describeOthers(counts) !== '') await printer.print(describeOthers(counts))
}

interface Group {
  entries: number
  bytes: number
}

interface Sums {
  entries: number
  bytes: number
  /** The age of the oldest entry in milliseconds; `null` without entries. */
  oldest: number | null
  newest: number | null
  /** Those with the most bytes first. */
  groups: readonly (readonly [path: string, group: Group])[]
}

/** More paths than these are counted together, so that memory does not grow with them. */
const maxGroups = 1_000
const otherPaths = 'other paths'

function createSums(): { add(file: InspectedEntry, age: number): void; get(): Sums } {
  const groups = new Map<string, Group>()
  let [entries, bytes, oldest, newest] = [0, 0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  return {
    add({ entry, size }, age) {
      const { path: cachePath, exact } = entry.address
      // A path function names each entry, so there is one path for each: count their directories.
      const path = exact ? `${dirname(cachePath)}/` : cachePath
      const name = groups.has(path) || groups.size < maxGroups ? path : otherPaths
      const group = groups.get(name) ?? { entries: 0, bytes: 0 }
      group.entries += 1
      group.bytes += size
      groups.set(name, group)
      entries += 1
      bytes += size
      if (!Number.isFinite(age)) return
      oldest = Math.max(oldest, age)
      newest = Math.min(newest, age)
    },
    get: () => ({
      entries,
      bytes,
      oldest: Number.isFinite(oldest) ? oldest : null,
      newest: Number.isFinite(newest) ? newest : null,
      groups: [...groups].sort(([, one], [, other]) => other.bytes - one.bytes),
    }),
  }
}

/** A person reads so many rows. */
const maxRows = 20

async function printGroups(printer: Printer, groups: Sums['groups']): Promise<void> {
  if (groups.length === 0) return
  await printer.print(printer.style('bold', `${'ENTRIES'.padStart(9)}  ${'SIZE'.padStart(7)}  PATH`))
  for (const [path, { bytes, entries }] of groups.slice(0, maxRows)) {
    const shown = cutStart(escapeText(path), Math.max(12, printer.width - 20))
    await printer.print(`${formatCount(entries).padStart(9)}  ${formatBytes(bytes).padStart(7)}  ${shown}`)
  }
  const hidden = groups.slice(maxRows)
  if (hidden.length > 0)
    await printer.print(`${''.padStart(9)}  ${''.padStart(7)}  and ${countOf(hidden.length, 'path')} more`)
}
