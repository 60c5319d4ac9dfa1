// What `prune` and `clear` have in common: they go through a directory, delete what a test chooses, and say what they did. Each
// deletion is one call of the system, so Ctrl-C between two of them leaves nothing half-done.

import type { InspectedFile } from 'cachetta'
import type { Context } from './commands/context.ts'
import { DONE, FOUND } from './commands/context.ts'
import { toJson } from './describe-file.ts'
import { countOf, escapeText, formatBytes } from './format.ts'
import type { ForeignNames, KindCounts } from './others.ts'
import { createForeignNames, createKindCounts } from './others.ts'
import { visitFiles } from './visit-files.ts'

/** Returns why a file is deleted, for example `expired`; `undefined` if it stays. */
export type Choose = (file: InspectedFile, now: number) => string | undefined

interface Deletion {
  readonly choose: Choose
  /** True if each file is read as a whole, to find all damaged ones. */
  readonly values: boolean
  /** The number of files, for the bar. */
  readonly total: number
}

/** True for a file that nobody reads any more. */
export function isUseless(kind: InspectedFile['kind']): boolean {
  return kind === 'damaged' || kind === 'abandoned'
}

/** What has happened so far. */
interface Tally {
  readonly deleted: KindCounts
  readonly foreign: ForeignNames
  bytes: number
  failed: number
}

/** Deletes the files that `choose` returns a reason for; with `--dry-run`, names them. Returns the exit code. */
export async function deleteChosen(context: Context, { choose, ...visit }: Deletion): Promise<number> {
  const { call, printer } = context
  const tally: Tally = { deleted: createKindCounts(), foreign: createForeignNames(), bytes: 0, failed: 0 }
  const found = await visitFiles(context, visit, async (file, now) => {
    tally.foreign.add(file)
    if (file.kind === 'unreadable') await printer.warn(`${escapeText(file.path)}: ${escapeText(file.reason)}`)
    const why = choose(file, now)
    if (why !== undefined) await deleteFile(context, file, why, tally)
  })
  await (call.isJson ? printSummary(context, tally, found) : describe(context, tally))
  return tally.failed + found.unreadable > 0 ? FOUND : DONE
}

async function deleteFile(context: Context, file: InspectedFile, why: string, tally: Tally): Promise<void> {
  const { call, host, printer } = context
  if (!call.isDryRun && !(await tryDelete(context, file, tally))) return
  tally.deleted[file.kind] += 1
  tally.bytes += file.size
  if (call.isJson) {
    const action = call.isDryRun ? 'would-delete' : 'deleted'
    await printer.printJson({ action, why, ...toJson(file, host.now()) })
  } else if (call.isDryRun) {
    await printer.print(`would delete  ${why.padEnd(9)}  ${escapeText(file.path)}`)
  }
}

/** Returns false if the file has changed since it was read, or cannot be deleted. */
async function tryDelete({ printer, store }: Context, file: InspectedFile, tally: Tally): Promise<boolean> {
  try {
    return await store.removeInspected(file)
  } catch (error) {
    tally.failed += 1
    await printer.warn(escapeText(Object(error).message))
    return false
  }
}

async function printSummary({ call, printer }: Context, tally: Tally, found: KindCounts): Promise<void> {
  const { deleted, failed, bytes } = tally
  const { entry: entries, damaged, abandoned } = deleted
  const { foreign, unreadable } = found
  const isDryRun = call.isDryRun || undefined
  await printer.printJson({
    kind: 'summary',
    isDryRun,
    entries,
    damaged,
    abandoned,
    bytes,
    failed,
    foreign,
    unreadable,
  })
}

async function describe({ call, host, printer }: Context, { deleted, bytes, foreign }: Tally): Promise<void> {
  const parts = [
    deleted.entry > 0 && countOf(deleted.entry, 'entry', 'entries'),
    deleted.damaged > 0 && countOf(deleted.damaged, 'damaged file'),
    deleted.abandoned > 0 && `${countOf(deleted.abandoned, 'file')} of ended processes`,
  ].filter((part) => part !== false)
  const verb = call.isDryRun ? 'Would delete' : host.signal.aborted ? 'Stopped. Deleted' : 'Deleted'
  await printer.print(parts.length > 0 ? `${verb} ${parts.join(', ')}: ${formatBytes(bytes)}.` : `${verb} nothing.`)
  await foreign.print(printer)
}
