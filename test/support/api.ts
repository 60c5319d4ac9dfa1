import type { IncomingMessage } from 'node:http'
import type { LocalServer } from './local-server.ts'
import { startServer } from './local-server.ts'

/** A real server for pages to fetch from, which can be slow, fail and disappear. A path answers 404 until told otherwise. */
export interface Api extends LocalServer {
  /** Answers a path with this as JSON from now on; a function is asked at each request. */
  answer(path: string, value: unknown): void
  /** Answers a path with this status from now on. */
  fail(path: string, status: number): void
  /** Keeps the requests of a path waiting from now on. */
  hold(path: string): Held
  /** How many requests of a path have arrived. */
  requests(path: string): number
  /** As new: nothing told, counted or held, and there. */
  reset(): Promise<void>
}

/** What waits for its answer. */
export interface Held {
  /** Settles when this many requests wait. */
  waiting(count: number): Promise<void>
  /** Answers them, and later ones without waiting. */
  release(): void
}

/** What one path was told and has seen. */
interface Route {
  requests: number
  respond: (request: IncomingMessage) => { status: number; value: unknown }
  hold: Hold | undefined
}

interface Hold extends Held {
  /** Lets a request wait for the release. */
  enter(): Promise<void>
}

// Pages come from another port, and must ask here each time.
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
    await route.hold?.enter()
    const { status, value } = route.respond(request)
    response.writeHead(status, headers).end(JSON.stringify(value))
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
      const hold = newHold(() => {
        route.hold = undefined
      })
      route.hold = hold
      return hold
    },
    requests: (path) => routeOf(path).requests,
    reset: async () => {
      for (const { hold } of routes.values()) hold?.release()
      routes.clear()
      await server.comeBack()
    },
  }
}

function newHold(lift: () => void): Hold {
  let count = 0
  let release = (): void => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const watchers = new Set<() => void>()
  return {
    enter: () => {
      count += 1
      for (const look of watchers) look()
      return released
    },
    waiting: (wanted) =>
      new Promise((resolve) => {
        const look = (): void => void (count >= wanted && resolve())
        watchers.add(look)
        look()
      }),
    release: () => {
      lift()
      release()
    },
  }
}
