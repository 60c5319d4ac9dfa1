import type { Context } from 'hono'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Happening } from '../answers.ts'
import type { Sources } from './answers.ts'
import { answersFor } from './answers.ts'
import { visitorOf } from './visitors.ts'

const LONGEST_NOTE = 500
const IS_ID = /^[0-9a-f-]{36}$/
const RECONNECT_AFTER = 500

/** The addresses under /api, which browsers fetch what they lack from. */
export function createApi(sources: Sources): Hono {
  const api = new Hono()
  const { activity, records } = sources
  const answers = (context: Context) => answersFor(sources, visitorOf(context))
  const found = (context: Context, answer: unknown) =>
    answer === undefined ? context.json({ error: 'not found' }, 404) : context.json(answer)

  api.use(async (context, next) => {
    await next()
    context.header('cache-control', 'no-store') // the page has a cache already
  })
  api.get('/me', async (context) => found(context, await answers(context).me()))
  api.get('/packages', async (context) => {
    const { search = '', from = '0' } = context.req.query()
    return found(context, await answers(context).packages(search, Math.max(0, Number.parseInt(from, 10) || 0)))
  })
  api.get('/packages/:id', async (context) => found(context, await answers(context).package(context.req.param('id'))))

  api.get('/packages/:id/notes', async (context) =>
    found(context, await answers(context).notes(context.req.param('id'))),
  )
  api.put('/packages/:id/notes/:note', async (context) => {
    const { id: packageId, note: id } = context.req.param()
    const text = await noteTextIn(context)
    if (text === null || !IS_ID.test(id)) return context.json({ error: 'no note' }, 400)
    const author = visitorOf(context).name
    const note = records.addNote({ id, packageId, author, text, writtenAt: Date.now() })
    activity.tell({ kind: 'noted', text: `${author} wrote about ${packageId}`, packageId })
    return context.json(note)
  })

  api.get('/favourites', async (context) => found(context, await answers(context).favourites()))
  api.on(['PUT', 'DELETE'], '/favourites/:id', (context) => {
    const visitor = visitorOf(context).id
    records.setFavourite(visitor, context.req.param('id'), context.req.method === 'PUT')
    return context.json(records.favouritesOf(visitor))
  })

  api.get('/activity', (context) =>
    streamSSE(context, async (stream) => {
      const send = (event: 'before' | 'now', happenings: readonly Happening[]) =>
        stream.writeSSE({ event, data: JSON.stringify(happenings), retry: RECONNECT_AFTER })
      stream.onAbort(activity.listen((happening) => void send('now', [happening])))
      await send('before', activity.recent())
      await new Promise<void>((resolve) => stream.onAbort(resolve))
    }),
  )
  return api
}

async function noteTextIn(context: Context): Promise<string | null> {
  const body: unknown = await context.req.json().catch(() => null)
  if (typeof body !== 'object' || body === null || !('text' in body) || typeof body.text !== 'string') return null
  const text = body.text.trim()
  return text === '' ? null : text.slice(0, LONGEST_NOTE)
}
