import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A real server of Redis, for tests. */
export interface RedisServer {
  readonly port: number
  readonly url: string
  /** Ends the server without notice, as a crash does. */
  kill(): Promise<void>
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>
  /** Stops the process without ending it: connections stay, and nothing answers. */
  pause(): void
  resume(): void
  stop(): Promise<void>
}

/** Starts `redis-server` on a free port of this machine. It writes nothing to the disk. */
export async function startRedisServer(...options: readonly string[]): Promise<RedisServer> {
  const port = await findFreePort()
  const directory = await mkdtemp(join(tmpdir(), 'cachetta-redis-'))
  const start = async () => {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', directory, ...options]
    const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise<void>((resolve, reject) => {
      let output = ''
      child.once('error', reject)
      child.once('exit', () => reject(new Error(`redis-server has ended: ${output}`)))
      child.stdout.on('data', (data) => {
        output += data
        if (output.includes('Ready to accept connections')) resolve()
      })
    })
    return child
  }
  let child = await start()
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    kill,
    async restart() {
      await kill()
      child = await start()
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async stop() {
      await kill()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Returns a port that nobody uses right now. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  server.close()
  await once(server, 'close')
  return port
}

/** Sends a command to a server, and resolves with its answer as a text. */
export async function runRedisCommand(port: number, ...command: readonly string[]): Promise<string> {
  return (await promisify(execFile)('redis-cli', ['-p', String(port), ...command])).stdout
}
