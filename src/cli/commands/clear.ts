import type { Choose } from '../deletion.ts'
import { deleteChosen, isUseless } from '../deletion.ts'
import { checkDirectory, checkIsNoHome } from '../directory.ts'
import { createFilter, hasFilter } from '../filter.ts'
import { countOf, escapeText, formatBytes, formatCount } from '../format.ts'
import { createForeignNames } from '../others.ts'
import { UsageError } from '../usage-error.ts'
import { visitFiles } from '../visit-files.ts'
import type { Context } from './context.ts'
import { DONE, FOUND } from './context.ts'

/** Deletes all entries, or those that match. Looks at the directory first, so that it never empties one that is no cache. */
export async function clear(context: Context): Promise<number> {
  const { call, host, printer, store } = context
  await checkDirectory(call.operand)
  await checkIsNoHome(call.operand, host.homeDirectory)
  const choose = createChoice(context)
  const found = await survey(context, choose)
  if (host.signal.aborted) return FOUND
  if (found.foreign > found.own) return await refuse(context, found)
  if (found.chosen > 0 && !call.isDryRun && !(await isConfirmed(context, found))) {
    await printer.warn('Nothing was deleted.')
    return FOUND
  }
  if (found.chosen === 0 && !call.isJson) {
    await printer.print(`There is nothing to delete in ${escapeText(call.operand)}.`)
    await found.names.print(printer)
    return DONE
  }
  // A computation that runs now would store its entry after this.
  if (!call.isDryRun && !hasFilter(call)) await store.endComputations?.(call.operand)
  return await deleteChosen(context, { choose, values: false, total: found.own + found.foreign })
}

function createChoice({ call }: Context): Choose {
  const matches = createFilter(call)
  const isForSome = hasFilter(call)
  return (file, now) => {
    if (file.kind === 'entry') return matches(file.entry, now) ? 'entry' : undefined
    return !isForSome && isUseless(file.kind) ? file.kind : undefined
  }
}

interface Survey {
  /** Files of Cachetta, and those of other programs. */
  own: number
  foreign: number
  /** The files to delete, their bytes, and how many of them are mutations that wait to be sent. */
  chosen: number
  bytes: number
  unsent: number
  readonly names: ReturnType<typeof createForeignNames>
}

async function survey(context: Context, choose: Choose): Promise<Survey> {
  const found: Survey = { own: 0, foreign: 0, chosen: 0, bytes: 0, unsent: 0, names: createForeignNames() }
  await visitFiles(context, { total: 0 }, (file, now) => {
    found.names.add(file)
    found[file.kind === 'foreign' ? 'foreign' : 'own'] += 1
    if (choose(file, now) === undefined) return
    found.chosen += 1
    found.bytes += file.size
    if (file.kind === 'entry' && file.purpose === 'outbox') found.unsent += 1
  })
  return found
}

async function refuse({ call, printer }: Context, { foreign, names, own }: Survey): Promise<number> {
  if (!call.isJson) await names.print(printer)
  const count = `${formatCount(foreign)} of ${countOf(foreign + own, 'file')}`
  throw new UsageError(
    `${escapeText(call.operand)} is no cache: ${count} in it ${foreign === 1 ? 'is' : 'are'} not from Cachetta. Nothing was deleted.`,
  )
}

async function isConfirmed({ call, host, printer }: Context, { bytes, chosen, unsent }: Survey): Promise<boolean> {
  if (call.isConfirmed) return true
  const what = `${countOf(chosen, 'file')} (${formatBytes(bytes)}) in ${escapeText(call.operand)}`
  if (!host.canAsk) throw new UsageError(`To delete ${what} without a question, add --yes. Nothing was deleted.`)
  const warning = unsent > 0 ? ` ${countOf(unsent, 'mutation')} of an outbox will never be sent.` : ''
  printer.hideProgress()
  const answer = await host.ask(`Delete ${what}?${warning} [y/N] `)
  return /^y(es)?$/i.test(answer.trim())
}
