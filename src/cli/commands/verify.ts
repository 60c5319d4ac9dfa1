import type { InspectedFile } from 'cachetta'
import { toJson } from '../describe-file.ts'
import { checkDirectory, countFiles } from '../directory.ts'
import { countOf, escapeText, formatBytes } from '../format.ts'
import type { KindCounts } from '../others.ts'
import { describeOthers } from '../others.ts'
import type { Printer } from '../printer.ts'
import { visitFiles } from '../visit-files.ts'
import type { Context } from './context.ts'
import { DONE, FOUND } from './context.ts'

/** Reads each file as a whole. Names those that are damaged, and those of other programs. */
export async function verify(context: Context): Promise<number> {
  const { call, host, printer } = context
  await checkDirectory(call.operand)
  const total = host.stderr.isTTY ? await countFiles(call.operand, host.signal) : 0
  let bytes = 0
  const counts = await visitFiles(context, { values: true, total }, async (file, now) => {
    bytes += file.size
    if (file.kind === 'entry') return
    await (call.isJson ? printer.printJson(toJson(file, now)) : printFile(printer, file))
  })
  const { entry: sound, damaged, foreign, unreadable } = counts
  if (call.isJson) await printer.printJson({ kind: 'summary', sound, damaged, foreign, unreadable, bytes })
  else await printer.print(describe(counts, bytes))
  return damaged + unreadable > 0 ? FOUND : DONE
}

const styles = { damaged: 'red', unreadable: 'red', foreign: 'yellow', abandoned: 'dim', running: 'dim' } as const

async function printFile(printer: Printer, file: InspectedFile): Promise<void> {
  if (file.kind === 'entry') return
  const { kind, path, reason } = file
  await printer.print(`${printer.style(styles[kind], kind.padEnd(10))}  ${escapeText(path)}  ${escapeText(reason)}`)
}

function describe(counts: KindCounts, bytes: number): string {
  const { entry } = counts
  const sound = `${countOf(entry, 'entry', 'entries')} ${entry === 1 ? 'is' : 'are'} sound.`
  return [sound, describeOthers(counts), `${formatBytes(bytes)} read.`].filter((text) => text !== '').join(' ')
}
