// The server of Redis for the rows about it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
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

/** Starts a network between this process and the server, with 0.5 ms for a trip. It ends with this process. */
export async function startDelay(port) {
  const file = fileURLToPath(new URL('processes/delay.mjs', import.meta.url))
  const child = spawn(process.execPath, [file, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] })
  process.once('exit', () => child.kill('SIGKILL'))
  const [line] = await once(child.stdout, 'data')
  return { port: Number(line), stop: () => child.kill('SIGKILL') }
}

async function findFreePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
