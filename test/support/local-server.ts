import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An HTTP server on a free port of this machine, which can go away and come back where it was. */
export interface LocalServer {
  readonly url: string
  /** Closes every connection and refuses new ones. */
  disappear(): Promise<void>
  comeBack(): Promise<void>
}

export async function startServer(listener: RequestListener): Promise<LocalServer> {
  const server = createServer(listener)
  const port = await listen(server, 0)
  return {
    url: `http://127.0.0.1:${port}`,
    disappear: () => close(server),
    comeBack: async () => void (await listen(server, port)),
  }
}

/** Answers the port. */
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
