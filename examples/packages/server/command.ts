import { spawn } from 'node:child_process'
import { mkdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import process from 'node:process'
import type { Arguments } from './arguments.ts'
import { HELP, readArguments, UsageError } from './arguments.ts'
import { checkItself } from './check-itself.ts'
import type { Place, Running } from './serve.ts'
import { start } from './serve.ts'

const USUAL_PORT = 4173

/** The command, whose files for browsers lie in `client`. */
export async function run(words: readonly string[], client: string): Promise<void> {
  try {
    await runAs(words, client)
  } catch (error) {
    const isUsage = error instanceof UsageError
    const text = error instanceof Error ? error.message : String(error)
    process.stderr.write(isUsage ? `${text}; --help lists the options\n` : `${text}\n`)
    process.exitCode = isUsage ? 2 : 1
  }
}

async function runAs(words: readonly string[], client: string): Promise<void> {
  const surroundings = { isTerminal: process.stdout.isTTY === true, isCi: Boolean(process.env['CI']) }
  const given = readArguments(words, surroundings)
  if (given.help) process.stdout.write(HELP)
  else if (given.stay) await stay(given, await placeFor(given, client))
  else await checkItself(await placeFor(given, client), say)
}

async function stay(given: Arguments, place: Place): Promise<void> {
  const running = await startSomewhere(place, given.port)
  say(`${running.url}  ready in ${Math.round(running.readyIn)} ms; Ctrl-C ends it`)
  if (given.open) openBrowser(running.url)
  const end = () => {
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.once('SIGINT', end).once('SIGTERM', end)
}

async function placeFor(given: Arguments, client: string): Promise<Place> {
  const project = resolve(given.project)
  const modules = await stat(join(project, 'node_modules')).catch(() => null)
  if (!modules?.isDirectory()) throw new UsageError(`${project} has no node_modules to show`)
  const dir = resolve(given.dir ?? join(project, '.cache', 'packages'))
  await mkdir(dir, { recursive: true })
  return { project, client, dir, port: Math.max(given.port, 0) }
}

/** Where the user says; else where it usually is, and on any free port where that is taken. */
async function startSomewhere(place: Place, port: number): Promise<Running> {
  try {
    return await start({ ...place, port: port < 0 ? USUAL_PORT : port })
  } catch (error) {
    if (!isTaken(error)) throw error
    if (port < 0) return start(place)
    throw new Error(`Port ${port} is taken: name another one, or leave --port out.`)
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
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
