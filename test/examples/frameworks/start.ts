import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { startServer } from '../../support/local-server.ts'

export interface Started {
  readonly url: string
  stop(): Promise<void>
}

/** Runs Node to its end, and throws what it said where it failed. */
export async function finished(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = everythingOf(child)
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${said()}`)
}

/** Runs what `npm start` would, without npm, whose own process would have to be stopped as well; on a port that is free. */
export async function start(folder: string): Promise<Started> {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const [command, ...args] = scripts.start.split(' ')
  const program = realpathSync(join(folder, 'node_modules', '.bin', command))
  const port = await freePort()
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', HOST: '127.0.0.1', PORT: port }
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = everythingOf(child)
  const ended = once(child, 'exit')
  const url = `http://127.0.0.1:${port}`
  await Promise.race([
    answering(url, child),
    ended.then(([code]) => Promise.reject(new Error(`${scripts.start} ended with ${code}:\n${said()}`))),
  ])
  return {
    url,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function everythingOf({ stdout, stderr }: ChildProcess): () => string {
  const parts: string[] = []
  for (const stream of [stdout, stderr]) stream?.on('data', (part) => parts.push(String(part)))
  return () => parts.join('')
}

/** The API answers as soon as anything does, and renders nothing, so that nothing is cached by it. */
async function answering(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const isThere = await fetch(`${url}/api/`).then(
      () => true,
      () => false,
    )
    if (isThere) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function freePort(): Promise<string> {
  const server = await startServer(() => {})
  await server.disappear()
  return new URL(server.url).port
}
