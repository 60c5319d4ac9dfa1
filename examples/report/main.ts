import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import process from 'node:process'
import type { Arguments } from './arguments.ts'
import { HELP, readArguments, UsageError } from './arguments.ts'
import { findCacheFiles } from './cache-files.ts'
import { createCachedReport } from './cached-report.ts'
import { printDocument, printPages } from './print/pages.ts'
import { createPaint } from './print/paint.ts'
import { createProgressLine, silentProgressLine } from './print/progress-line.ts'
import type { News } from './stage/news.ts'
import { playScenes } from './stage/scenes.ts'
import { createStage } from './stage/stage.ts'

// A report on installed packages, and the story of its cache. The scenes run in processes of their own (stage/); this
// one directs them, and reads the report from the cache at the end like everybody else.

main().catch((error: unknown) => {
  const isUsage = error instanceof UsageError
  process.stderr.write(isUsage ? `${error.message}; --help lists the options\n` : `${textOf(error)}\n`)
  process.exitCode = isUsage ? 2 : 1
})

async function main(): Promise<void> {
  const given = readArguments(process.argv.slice(2))
  if (given.help) process.stdout.write(HELP)
  else await run(given)
}

async function run({ json, ...given }: Arguments): Promise<void> {
  const project = resolve(given.project)
  const dir = resolve(given.dir ?? join(project, '.cache', 'report'))
  if (!(await isFolder(join(project, 'node_modules')))) {
    throw new UsageError(`${project} has no node_modules to report on`)
  }

  const paint = createPaint(process.stderr)
  const line = json ? silentProgressLine : createProgressLine(process.stderr)
  const warnings: string[] = []
  const hear = (news: News) => {
    if (news.type === 'progress') line.show(news.progress)
    if (news.type !== 'warning') return
    warnings.push(news.text)
    if (json) process.stderr.write(`${news.text}\n`)
    else line.say(paint.warning(`  ${news.text}`))
  }

  const reportOn = createCachedReport(dir)
  const announce = (title: string) => line.say(paint.bold(title))
  const scenes = await playScenes(createStage(reportOn, project, dir, hear, announce))
  line.clear()
  const told = { scenes, warnings, files: await findCacheFiles(reportOn.cache, dir), report: await reportOn(project) }
  if (json) printDocument(told, process.stdout)
  else printPages(told, process.stdout)
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
