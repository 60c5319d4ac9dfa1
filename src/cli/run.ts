import { fileStore, setLogLevel } from 'cachetta'
import type { Call } from './arguments.ts'
import { parseArguments } from './arguments.ts'
import { clear } from './commands/clear.ts'
import type { Context } from './commands/context.ts'
import { DONE, INTERRUPTED, WRONG_USE } from './commands/context.ts'
import { listEntries } from './commands/ls.ts'
import { prune } from './commands/prune.ts'
import { showEntry } from './commands/show-entry.ts'
import { showStats } from './commands/stats.ts'
import { verify } from './commands/verify.ts'
import type { CommandName } from './definitions.ts'
import { escapeText } from './format.ts'
import { describeHelp } from './help.ts'
import type { Printer } from './printer.ts'
import { createPrinter } from './printer.ts'
import type { Host } from './process-host.ts'
import { UsageError } from './usage-error.ts'

const actions: Readonly<Record<CommandName, (context: Context) => Promise<number>>> = {
  ls: listEntries,
  show: showEntry,
  stats: showStats,
  verify,
  prune,
  clear,
}

/** Runs the command. Returns its exit code. */
export async function run(args: readonly string[], host: Host): Promise<number> {
  const printer = createPrinter(host)
  try {
    const code = await start(parse(args), host, printer)
    return host.signal.aborted ? INTERRUPTED : code
  } catch (error) {
    if (host.signal.aborted) return INTERRUPTED
    await printer.warn(describeFailure(error))
    return WRONG_USE
  } finally {
    printer.hideProgress()
  }
}

/** The error of wrong arguments says where the help is. */
function parse(args: readonly string[]): Call {
  if (args.length === 0) throw new UsageError(describeHelp())
  try {
    return parseArguments(args)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    const [name = ''] = args
    throw new UsageError(`${error.message}\nHelp: npx cachetta ${Object.hasOwn(actions, name) ? `${name} ` : ''}--help`)
  }
}

async function start(call: Call, host: Host, printer: Printer): Promise<number> {
  const { command, wants } = call
  if (wants === undefined && command !== undefined) {
    setLogLevel('silent') // the command itself says what it found
    return await actions[command]({ call, host, printer, store: fileStore() })
  }
  await printer.print(wants === 'version' ? host.version : describeHelp(command))
  return DONE
}

/** An error with a code comes from the system or from the store, and its message says all. Any other one is a fault in here. */
function describeFailure(error: unknown): string {
  const { code, message, stack } = Object(error) as NodeJS.ErrnoException
  const isExpected = error instanceof UsageError || typeof code === 'string'
  return escapeText(String(isExpected ? message : (stack ?? error))).replaceAll('\\u000a', '\n')
}
