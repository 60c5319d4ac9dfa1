import { readFile } from 'node:fs/promises'
import type { InspectedEntry, InspectedFile } from 'cachetta'
import { ageOf } from '../age.ts'
import { toJson } from '../describe-file.ts'
import { checkFile } from '../directory.ts'
import { escapeJson, escapeText, formatAge, formatBytes, formatSpan } from '../format.ts'
import { UsageError } from '../usage-error.ts'
import type { Context } from './context.ts'
import { DONE, FOUND } from './context.ts'

/** Shows the entry in one file. */
export async function showEntry(context: Context): Promise<number> {
  const { call, host, printer, store } = context
  await checkFile(call.operand)
  const file = await readSingle(store.inspect(call.operand, { values: true }))
  if (file?.kind === 'entry') {
    await printEntry(context, file)
    return DONE
  }
  if (file === undefined) throw new UsageError(`${escapeText(call.operand)} does not exist any more.`)
  if (call.isJson) await printer.printJson(toJson(file, host.now()))
  else await printer.print(`${escapeText(file.path)} ${escapeText(file.reason)}.`)
  return FOUND
}

async function readSingle(files: AsyncIterable<InspectedFile>): Promise<InspectedFile | undefined> {
  for await (const file of files) return file
  return undefined
}

interface StoredValue {
  readonly value?: unknown
  /** What superjson notes about values that JSON cannot write: the places of dates, maps and so on. */
  readonly meta?: unknown
}

async function printEntry({ call, host, printer }: Context, file: InspectedEntry): Promise<void> {
  // The inspection has just checked the text: it is an entry, or another process has replaced it by another entry since.
  const { value, meta }: StoredValue = JSON.parse(await readFile(call.operand, 'utf8'))
  const now = host.now()
  if (call.isJson) {
    await printer.printJson({ ...toJson(file, now), value, ...(meta !== undefined && { meta }) })
    return
  }
  const { key, storedAt, tags, version, duration, staleDuration, staleIfError } = file.entry
  const span = (milliseconds?: number): string | undefined =>
    milliseconds === undefined ? undefined : formatSpan(milliseconds)
  const rows = {
    file: file.path,
    key: key === '' ? '(no arguments)' : key,
    stored: `${new Date(storedAt).toISOString()}, ${formatAge(ageOf(file.entry, now))} ago`,
    size: formatBytes(file.size),
    tags: tags.length > 0 ? tags.join(', ') : undefined,
    version: version === undefined ? undefined : JSON.stringify(version),
    duration: span(duration),
    staleDuration: span(staleDuration),
    staleIfError: span(staleIfError),
    types: meta === undefined ? undefined : JSON.stringify(meta),
  }
  for (const [name, text] of Object.entries(rows)) {
    if (text !== undefined) await printer.print(`${printer.style('bold', name.padEnd(13))}  ${escapeText(text)}`)
  }
  await printer.print(`\n${escapeJson(JSON.stringify(value, null, 2))}`)
}
