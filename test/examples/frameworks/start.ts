import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { startServer } from '../../support/local-server.ts'

export interface RunningApplication {
  readonly url: string
  stop(): Promise<void>
}

/** Runs Node and waits until it exits. If it fails, throws an error with its output. */
export async function runNode(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const output = collectOutput(child)
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${args.join(' ')} exited with code ${code}:\n${output()}`)
}

/** Runs the start script on a free port. It does not run npm: then the test would have to stop npm's process too. */
export async function startApplication(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningApplication> {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const [command, ...args] = scripts.start.split(' ')
  const program = realpathSync(join(folder, 'node_modules', '.bin', command))
  const port = await findFreePort()
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    HOST: '127.0.0.1',
    PORT: port,
    ...settings,
  }
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = collectOutput(child)
  const exited = once(child, 'exit')
  const url = `http://127.0.0.1:${port}`
  await Promise.race([
    waitForResponse(url, child),
    exited.then(([code]) => Promise.reject(new Error(`${scripts.start} exited with code ${code}:\n${output()}`))),
  ])
  return {
    url,
    async stop() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

function collectOutput({ stdout, stderr }: ChildProcess): () => string {
  const parts: string[] = []
  for (const stream of [stdout, stderr]) stream?.on('data', (part) => parts.push(String(part)))
  return () => parts.join('')
}

/** Polls the API until the server responds. A request to the API renders no page, so it fills no cache. */
async function waitForResponse(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const hasResponded = await fetch(`${url}/api/`).then(
      () => true,
      () => false,
    )
    if (hasResponded) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function findFreePort(): Promise<string> {
  const server = await startServer(() => {})
  await server.stop()
  return new URL(server.url).port
}
