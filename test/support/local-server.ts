import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An HTTP server on a free port of this machine. It can stop, and start again on the same port. */
export interface LocalServer {
  readonly url: string
  /** Closes every connection and refuses new ones. */
  stop(): Promise<void>
  restart(): Promise<void>
}

export async function startServer(listener: RequestListener): Promise<LocalServer> {
  const server = createServer(listener)
  const port = await listen(server, 0)
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => close(server),
    restart: async () => void (await listen(server, port)),
  }
}

/** Returns the port. Does nothing else if the server listens already. */
async function listen(server: Server, port: number): Promise<number> {
  if (!server.listening) {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  }
  return (server.address() as AddressInfo).port // of a TCP server that listens
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  await closed
}
