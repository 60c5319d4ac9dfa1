import { spawn } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Arguments } from './arguments.ts'
import { HELP, readArguments, UsageError } from './arguments.ts'
import { checkItself } from './check-itself.ts'
import type { Place, Running } from './serve.ts'
import { start } from './serve.ts'

const USUAL_PORT = 4173

main().catch((error: unknown) => {
  const isUsage = error instanceof UsageError
  const text = error instanceof Error ? error.message : String(error)
  process.stderr.write(isUsage ? `${text}; --help lists the options\n` : `${text}\n`)
  process.exitCode = isUsage ? 2 : 1
})

async function main(): Promise<void> {
  const surroundings = { isTerminal: process.stdout.isTTY === true, isCi: Boolean(process.env['CI']) }
  const given = readArguments(process.argv.slice(2), surroundings)
  if (given.help) process.stdout.write(HELP)
  else if (given.stay) await stay(given)
  else await checkItself(await placeFor(given), say)
}

async function stay(given: Arguments): Promise<void> {
  const running = await startSomewhere(await placeFor(given), given.port)
  say(`${running.url}`)
  say(`  ready in ${Math.round(running.readyIn)} ms; Ctrl-C ends it`)
  if (given.open) openBrowser(running.url)
  const end = () => {
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.once('SIGINT', end).once('SIGTERM', end)
}

async function placeFor(given: Arguments): Promise<Place> {
  const project = resolve(given.project)
  const modules = await stat(join(project, 'node_modules')).catch(() => null)
  if (!modules?.isDirectory()) throw new UsageError(`${project} has no node_modules to show`)
  const client = fileURLToPath(new URL('../client', import.meta.url))
  return {
    project,
    client,
    dir: resolve(given.dir ?? join(project, '.cache', 'packages')),
    port: Math.max(given.port, 0),
  }
}

/** Where the user says; else where it usually is, and on any free port where that is taken. */
async function startSomewhere(place: Place, port: number): Promise<Running> {
  if (port >= 0) return start(place)
  try {
    return await start({ ...place, port: USUAL_PORT })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return start(place)
    throw error
  }
}

function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', url]
        : ['xdg-open', url]
  spawn(command ?? '', args, { stdio: 'ignore', detached: true })
    .once('error', () => {})
    .unref() // there may be none
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
