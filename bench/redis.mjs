// The server of Redis for the rows about it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setUpRedisServer } from '../scripts/redis-server.mjs'

/** Starts a server on a free port. It ends with this process. */
export async function startRedis(directory) {
  if (!setUpRedisServer()) throw new Error('The rows about Redis need redis-server.')
  const port = await findFreePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', directory]
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  process.once('exit', () => child.kill('SIGKILL'))
  await new Promise((resolve) => {
    child.stdout.on('data', (data) => String(data).includes('Ready to accept connections') && resolve())
  })
  return { port, stop: () => child.kill('SIGKILL') }
}

async function findFreePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
