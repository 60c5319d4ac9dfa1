import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { RedisServer } from './redis-server.ts'
import { findFreePort, runRedisCommand, startRedisServer } from './redis-server.ts'

/** A cluster of three masters, for tests. */
export interface RedisCluster {
  readonly nodes: readonly { readonly host: string; readonly port: number }[]
  stop(): Promise<void>
}

const run = promisify(execFile)

export async function startRedisCluster(): Promise<RedisCluster> {
  const servers = await Promise.all([1, 2, 3].map(startNode))
  const addresses = servers.map(({ port }) => `127.0.0.1:${port}`)
  await run('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes'])
  await Promise.all(servers.map(({ port }) => waitUntilUp(port)))
  return {
    nodes: servers.map(({ port }) => ({ host: '127.0.0.1', port })),
    async stop() {
      await Promise.all(servers.map((server) => server.stop()))
    },
  }
}

/** A node refuses commands until it has heard of all slots, a moment after the cluster was created. */
async function waitUntilUp(port: number): Promise<void> {
  const isUp = async () => (await runRedisCommand(port, 'cluster', 'info')).includes('state:ok')
  while (!(await isUp())) await new Promise((resolve) => setTimeout(resolve, 50))
}

async function startNode(): Promise<RedisServer> {
  const busPort = await findFreePort()
  return startRedisServer('--cluster-enabled', 'yes', '--cluster-port', String(busPort))
}
