import { spawn } from 'node:child_process'
import { mkdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import process from 'node:process'
import type { Arguments } from './arguments.ts'
import { HELP, readArguments, UsageError } from './arguments.ts'
import { runSelfCheck } from './self-check.ts'
import type { RunningServer, ServerOptions } from './start-server.ts'
import { startServer } from './start-server.ts'

const DEFAULT_PORT = 4173

/** The folder with the files for the browser, and the folder of this example. */
export type Folders = Pick<ServerOptions, 'client' | 'sources'>

/** Runs the command line. */
export async function runCommand(args: readonly string[], folders: Folders): Promise<void> {
  try {
    await run(args, folders)
  } catch (error) {
    const isUsage = error instanceof UsageError
    const text = error instanceof Error ? error.message : String(error)
    process.stderr.write(isUsage ? `${text}; --help lists the options\n` : `${text}\n`)
    process.exitCode = isUsage ? 2 : 1
  }
}

async function run(args: readonly string[], folders: Folders): Promise<void> {
  const environment = { isTerminal: process.stdout.isTTY === true, isCi: Boolean(process.env['CI']) }
  const options = readArguments(args, environment)
  if (options.help) process.stdout.write(HELP)
  else if (options.stay) await runUntilStopped(options, await createServerOptions(options, folders))
  else await runSelfCheck(await createServerOptions(options, folders), print)
}

async function runUntilStopped({ open, port }: Arguments, options: ServerOptions): Promise<void> {
  const server = await startOnPort(options, port)
  print(`${server.url}  ready in ${Math.round(server.readyInMs)} ms; press Ctrl-C to stop`)
  if (open) openBrowser(server.url)
  const stop = () => {
    server.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
}

async function createServerOptions(options: Arguments, folders: Folders): Promise<ServerOptions> {
  const project = resolve(options.project)
  const modules = await stat(join(project, 'node_modules')).catch(() => null)
  if (!modules?.isDirectory()) throw new UsageError(`${project} has no node_modules folder`)
  const dir = resolve(options.dir ?? join(project, '.cache', 'packages'))
  await mkdir(dir, { recursive: true })
  return { project, ...folders, dir, port: options.port ?? 0 }
}

/** Uses the port that the user chose. Without one, uses the default port, or any free port if that is in use. */
async function startOnPort(options: ServerOptions, port: number | null): Promise<RunningServer> {
  try {
    return await startServer({ ...options, port: port ?? DEFAULT_PORT })
  } catch (error) {
    if (!isPortInUse(error)) throw error
    if (port === null) return startServer(options)
    throw new Error(`Port ${port} is in use. Choose another port, or omit --port.`)
  }
}

function isPortInUse(error: unknown): boolean {
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
    .once('error', () => {}) // the machine may have no browser
    .unref()
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
