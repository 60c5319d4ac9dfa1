import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import process from 'node:process'
import type { Arguments } from './arguments.ts'
import { HELP, readArguments, UsageError } from './arguments.ts'
import { findCacheFiles } from './cache-files.ts'
import { createCachedReport } from './cached-report.ts'
import { printJson, printTables } from './print/output.ts'
import { createPaint } from './print/paint.ts'
import { createProgressLine, silentProgressLine } from './print/progress-line.ts'
import { createEnvironment } from './scenarios/environment.ts'
import type { WorkerMessage } from './scenarios/messages.ts'
import { runScenarios } from './scenarios/run-scenarios.ts'

// A report on installed packages, and a demonstration of its cache. The scenarios run in worker processes (scenarios/). This
// process starts them and reads the report from the cache at the end.

main().catch((error: unknown) => {
  const isUsage = error instanceof UsageError
  process.stderr.write(isUsage ? `${error.message}; --help lists the options\n` : `${getMessage(error)}\n`)
  process.exitCode = isUsage ? 2 : 1
})

async function main(): Promise<void> {
  const args = readArguments(process.argv.slice(2))
  if (args.help) process.stdout.write(HELP)
  else await run(args)
}

async function run({ json, ...args }: Arguments): Promise<void> {
  const project = resolve(args.project)
  const dir = resolve(args.dir ?? join(project, '.cache', 'report'))
  if (!(await isFolder(join(project, 'node_modules')))) {
    throw new UsageError(`${project} has no node_modules folder`)
  }

  const paint = createPaint(process.stderr)
  const line = json ? silentProgressLine : createProgressLine(process.stderr)
  const warnings: string[] = []
  const onMessage = (message: WorkerMessage) => {
    if (message.type === 'progress') line.show(message.progress)
    if (message.type !== 'warning') return
    warnings.push(message.text)
    if (json) process.stderr.write(`${message.text}\n`)
    else line.print(paint.warning(`  ${message.text}`))
  }

  const cachedReport = createCachedReport(dir)
  const announce = (title: string) => line.print(paint.bold(title))
  const scenarios = await runScenarios(createEnvironment({ cachedReport, project, dir, onMessage, announce }))
  line.clear()
  const files = await findCacheFiles(cachedReport.cache, dir)
  const output = { scenarios, warnings, files, report: await cachedReport(project) }
  if (json) printJson(output, process.stdout)
  else printTables(output, process.stdout)
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

function getMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
