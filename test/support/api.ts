import type { IncomingMessage } from 'node:http'
import type { LocalServer } from './local-server.ts'
import { startServer } from './local-server.ts'

/** A real server that pages fetch from. It can be slow, fail and stop. A path answers 404 until the test sets an answer. */
export interface Api extends LocalServer {
  /** Answers requests of a path with this value as JSON. A function is called for each request, and may return a promise. */
  answer(path: string, value: unknown): void
  /** Answers requests of a path with this status. */
  fail(path: string, status: number): void
  /** Lets requests of a path wait until they are released. */
  hold(path: string): HeldRequests
  /** The number of requests of a path that have arrived. */
  requests(path: string): number
  /** Removes all answers, counts and waiting requests, and starts the server if it was stopped. */
  reset(): Promise<void>
}

/** Requests that wait for their answer. */
export interface HeldRequests {
  /** Resolves as soon as this many requests wait. */
  waitForCount(count: number): Promise<void>
  /** Answers the requests that wait. Later ones do not wait. */
  release(): void
}

/** The answer of one path, and the number of its requests. */
interface Route {
  requests: number
  respond: (request: IncomingMessage) => { status: number; value: unknown }
  hold: Hold | undefined
}

interface Hold extends HeldRequests {
  /** Adds a request, and resolves when it is released. */
  add(): Promise<void>
}

// Pages come from another port, so they need CORS. No response is cached, so each fetch is a request here.
const headers = { 'access-control-allow-origin': '*', 'cache-control': 'no-store', 'content-type': 'application/json' }

export async function startApi(): Promise<Api> {
  const routes = new Map<string, Route>()
  const routeOf = (path: string): Route => {
    const route = routes.get(path) ?? { requests: 0, respond: () => ({ status: 404, value: null }), hold: undefined }
    routes.set(path, route)
    return route
  }

  const server = await startServer(async (request, response) => {
    const route = routeOf(new URL(request.url ?? '', 'http://localhost').pathname)
    route.requests += 1
    await route.hold?.add()
    const { status, value } = route.respond(request)
    response.writeHead(status, headers).end(JSON.stringify(await value))
  })

  return {
    ...server,
    answer: (path, value) => {
      const valueFor = typeof value === 'function' ? (value as (request: IncomingMessage) => unknown) : () => value
      routeOf(path).respond = (request) => ({ status: 200, value: valueFor(request) })
    },
    fail: (path, status) => {
      routeOf(path).respond = () => ({ status, value: null })
    },
    hold: (path) => {
      const route = routeOf(path)
      const hold = createHold(() => {
        route.hold = undefined
      })
      route.hold = hold
      return hold
    },
    requests: (path) => routeOf(path).requests,
    reset: async () => {
      for (const { hold } of routes.values()) hold?.release()
      routes.clear()
      await server.restart()
    },
  }
}

function createHold(onRelease: () => void): Hold {
  let count = 0
  let release = (): void => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const checks = new Set<() => void>()
  return {
    add: () => {
      count += 1
      for (const check of checks) check()
      return released
    },
    waitForCount: (expected) =>
      new Promise((resolve) => {
        const check = (): void => void (count >= expected && resolve())
        checks.add(check)
        check()
      }),
    release: () => {
      onRelease()
      release()
    },
  }
}
