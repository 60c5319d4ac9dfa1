import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect, createServer } from 'node:net'

/** A connection between two programs that a test can disturb. */
export interface TcpProxy {
  readonly port: number
  /** Delays what the server answers, in milliseconds. */
  delayMs: number
  /** Swallows what the server sends over connections that have subscribed to messages. They stay open. */
  isSwallowingMessages: boolean
  /** Swallows all that the server sends. The connections stay open. */
  isSwallowingAll: boolean
  /** Cuts all connections. New ones work. */
  cut(): void
  stop(): Promise<void>
}

export async function startTcpProxy(serverPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(serverPort, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    let hasSubscribed = false
    let sending: Promise<unknown> = Promise.resolve() // keeps the order of the data
    client.on('data', (data) => {
      hasSubscribed ||= /subscribe/i.test(data.toString())
      upstream.write(data)
    })
    upstream.on('data', (data) => {
      if (proxy.isSwallowingAll || (proxy.isSwallowingMessages && hasSubscribed)) return
      const isDue = new Promise((resolve) => setTimeout(resolve, proxy.delayMs))
      sending = Promise.all([sending, isDue]).then(() => client.write(data))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const proxy: TcpProxy = {
    port: typeof address === 'object' && address ? address.port : 0,
    delayMs: 0,
    isSwallowingMessages: false,
    isSwallowingAll: false,
    cut,
    async stop() {
      server.close()
      cut()
      await once(server, 'close')
    },
  }
  return proxy
}
