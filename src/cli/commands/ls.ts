import { toJson } from '../describe-file.ts'
import { checkDirectory } from '../directory.ts'
import { createEntryTable } from '../entry-table.ts'
import { createFilter, hasFilter } from '../filter.ts'
import { escapeText } from '../format.ts'
import { describeOthers } from '../others.ts'
import { visitFiles } from '../visit-files.ts'
import type { Context } from './context.ts'
import { DONE, FOUND } from './context.ts'

/** Lists the entries of a directory, and tells of the other files on stderr. */
export async function listEntries(context: Context): Promise<number> {
  const { call, printer } = context
  await checkDirectory(call.operand)
  const matches = createFilter(call)
  const table = createEntryTable(printer)
  let listed = 0
  const counts = await visitFiles(context, {}, async (file, now) => {
    if (file.kind !== 'entry' || !matches(file.entry, now)) return
    listed += 1
    await (call.isJson ? printer.printJson(toJson(file, now)) : table.add(file, now))
  })
  await table.end()
  if (listed === 0 && !call.isJson) {
    await printer.warn(`No ${hasFilter(call) ? 'such ' : ''}entries in ${escapeText(call.operand)}.`)
  }
  const others = describeOthers(counts)
  if (others !== '') await printer.warn(`${others} To name them: npx cachetta verify ${escapeText(call.operand)}`)
  return counts.unreadable > 0 ? FOUND : DONE
}
