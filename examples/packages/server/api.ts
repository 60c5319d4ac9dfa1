import type { Context } from 'hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { streamSSE } from 'hono/streaming'
import type { ActivityEvent, RunningAnalysis } from '../api-types.ts'
import type { Loaders, Services } from './loaders.ts'
import { createLoaders } from './loaders.ts'
import { identifyVisitor } from './visitors.ts'

const MAX_NOTE_LENGTH = 500
const MAX_BODY_BYTES = 8_192
const UUID = /^[0-9a-f-]{36}$/
const RECONNECT_MS = 500

/** The routes under /api. The fetchers of the browser call them. */
export function createApi(services: Services): Hono {
  const api = new Hono()
  api.use(bodyLimit({ maxSize: MAX_BODY_BYTES }))
  api.use(async (context, next) => {
    await next()
    context.header('cache-control', 'no-store') // the page caches the data itself
  })
  addReadRoutes(api, services)
  addNoteRoutes(api, services)
  addFavouriteRoutes(api, services)
  addActivityRoute(api, services)
  return api
}

/** Each route loads its data in the scope of its own request, as the page does. */
function addReadRoutes(api: Hono, services: Services): void {
  const respond = (load: (loaders: Loaders, context: Context) => Promise<unknown>) => async (context: Context) => {
    const data = await load(createLoaders(services, identifyVisitor(context)), context)
    return data === undefined || data === null ? context.json({ error: 'not found' }, 404) : context.json(data)
  }
  const getId = (context: Context) => context.req.param('id') ?? ''
  api.get(
    '/packages',
    respond((loaders, { req }) => loaders.loadPackages(req.query('search') ?? '', parseIndex(req.query('from')))),
  )
  api.get(
    '/packages/:id',
    respond((loaders, context) => loaders.loadPackage(getId(context))),
  )
  api.get(
    '/packages/:id/notes',
    respond((loaders, context) => loaders.loadNotes(getId(context))),
  )
  api.get(
    '/source/:path{.+}',
    respond((loaders, { req }) => loaders.loadSource(req.param('path') ?? '')),
  )
  api.get(
    '/favourites',
    respond((loaders) => loaders.loadFavourites()),
  )
  api.get(
    '/me',
    respond((loaders) => loaders.loadMe()),
  )
}

function addNoteRoutes(api: Hono, { activityLog, database }: Services): void {
  api.post('/packages/:id/notes', async (context) => {
    const packageId = context.req.param('id')
    const id = readRequestId(context)
    const text = parseNoteText(await context.req.json().catch(() => null))
    if (text === null || id === null) return context.json({ error: 'invalid note' }, 400)
    const visitor = identifyVisitor(context)
    const start = performance.now()
    const note = { id, packageId, author: visitor.name, text, writtenAt: Date.now() }
    const isNew = database.runOnce(visitor.id, id, () => database.addNote(note))
    if (isNew) activityLog.add({ kind: 'note', packageId, visitor, ms: performance.now() - start })
    return context.json(database.findNote(id) ?? note)
  })
}

function addFavouriteRoutes(api: Hono, { database }: Services): void {
  api.on(['PUT', 'DELETE'], '/favourites/:id', (context) => {
    const visitorId = identifyVisitor(context).id
    const requestId = readRequestId(context)
    if (requestId === null) return context.json({ error: 'no id' }, 400)
    const { method } = context.req
    database.runOnce(visitorId, requestId, () =>
      database.setFavourite(visitorId, context.req.param('id'), method === 'PUT'),
    )
    return context.json(database.listFavourites(visitorId))
  })
}

/** One stream for each page: what happens on the server, and which analyses run now. */
function addActivityRoute(api: Hono, { activityLog, analyses }: Services): void {
  api.get('/activity', (context) =>
    streamSSE(context, async (stream) => {
      const send = (name: 'history' | 'live' | 'analyses', data: readonly (ActivityEvent | RunningAnalysis)[]) =>
        stream.writeSSE({ event: name, data: JSON.stringify(data), retry: RECONNECT_MS })
      stream.onAbort(activityLog.subscribe((event) => void send('live', [event])))
      stream.onAbort(analyses.subscribe(() => void send('analyses', analyses.list())))
      await send('history', activityLog.getEvents())
      await send('analyses', analyses.list())
      await new Promise<void>((resolve) => stream.onAbort(resolve))
    }),
  )
}

/** The id that the outbox of a browser gives a request, the same for each attempt. `null` if there is none. */
function readRequestId(context: Context): string | null {
  const id = context.req.header('idempotency-key') ?? ''
  return UUID.test(id) ? id : null
}

/** `null` if the body has no text. */
function parseNoteText(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('text' in body) || typeof body.text !== 'string') return null
  const text = body.text.trim()
  return text === '' ? null : text.slice(0, MAX_NOTE_LENGTH)
}

/** 0 if the text is not a positive number. */
function parseIndex(text: string | undefined): number {
  return Math.max(0, Number.parseInt(text ?? '0', 10) || 0)
}
