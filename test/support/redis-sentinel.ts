import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RedisServer } from './redis-server.ts'
import { findFreePort, runRedisCommand, startRedisServer } from './redis-server.ts'

/** A master and its replica, and a Sentinel that makes the replica the master when the master dies. For tests. */
export interface RedisSentinel {
  /** The name of the master, for clients. */
  readonly name: string
  /** Where Sentinel listens. */
  readonly address: { readonly host: string; readonly port: number }
  /** Resolves when the replica has what the master has. */
  replicate(): Promise<void>
  /** Ends the master without notice. Resolves when Sentinel has made the replica the master. */
  failOver(): Promise<void>
  stop(): Promise<void>
}

const name = 'primary'

export async function startRedisSentinel(): Promise<RedisSentinel> {
  const master = await startRedisServer()
  const replica = await startRedisServer('--replicaof', `127.0.0.1 ${master.port}`)
  await waitFor(replica.port, ['info', 'replication'], 'master_link_status:up')
  const port = await findFreePort()
  const stopSentinel = await startSentinelProcess(port, master)
  await waitFor(port, ['sentinel', 'replicas', name], String(replica.port))
  return {
    name,
    address: { host: '127.0.0.1', port },
    async replicate() {
      const readOffset = async (from: RedisServer) =>
        /^master_repl_offset:\d+/m.exec(await runRedisCommand(from.port, 'info', 'replication'))?.[0]
      while ((await readOffset(master)) !== (await readOffset(replica))) await pause()
    },
    async failOver() {
      await master.kill()
      await waitFor(port, ['sentinel', 'get-master-addr-by-name', name], String(replica.port))
    },
    async stop() {
      await stopSentinel()
      await Promise.all([master.stop(), replica.stop()])
    },
  }
}

/** Returns a function that stops it. Sentinel rewrites its file of settings while it runs. */
async function startSentinelProcess(port: number, master: RedisServer): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'cachetta-sentinel-'))
  const file = join(directory, 'sentinel.conf')
  await writeFile(
    file,
    `port ${port}
bind 127.0.0.1
dir ${directory}
sentinel monitor ${name} 127.0.0.1 ${master.port} 1
sentinel down-after-milliseconds ${name} 300
sentinel failover-timeout ${name} 2000
`,
  )
  const child = spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' })
  return async () => {
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    await rm(directory, { recursive: true, force: true })
  }
}

/** Asks a server until its answer contains a text. */
async function waitFor(port: number, command: readonly string[], text: string): Promise<void> {
  const ask = () => runRedisCommand(port, ...command).catch(() => '')
  while (!(await ask()).includes(text)) await pause()
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50))
}
