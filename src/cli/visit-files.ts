import type { InspectedFile } from 'cachetta'
import type { Context } from './commands/context.ts'
import type { KindCounts } from './others.ts'
import { createKindCounts } from './others.ts'

interface Visit {
  /** True if each file is read as a whole, to find all damaged ones. */
  readonly values?: boolean
  /** The number of files for the bar. 0: it is unknown. Absent: no progress is shown, because each file prints a row. */
  readonly total?: number
}

/** Calls `visit` for each file of the directory, until Ctrl-C. Returns how many files of each kind there are. */
export async function visitFiles(
  { call, host, printer, store }: Context,
  { values = false, total }: Visit,
  visit: (file: InspectedFile, now: number) => Promise<void> | void,
): Promise<KindCounts> {
  const counts = createKindCounts()
  let done = 0
  for await (const file of store.inspect(call.operand, { values })) {
    if (host.signal.aborted) break
    done += 1
    if (total !== undefined) printer.showProgress(done, total)
    counts[file.kind] += 1
    await visit(file, host.now())
  }
  return counts
}
