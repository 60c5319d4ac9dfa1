import type { Context } from 'hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { streamSSE } from 'hono/streaming'
import type { Happening } from '../answers.ts'
import type { Answers, Sources } from './answers.ts'
import { answersFor } from './answers.ts'
import { visitorOf } from './visitors.ts'

const LONGEST_NOTE = 500
const MOST_BYTES = 8_192
const IS_ID = /^[0-9a-f-]{36}$/
const RECONNECT_AFTER = 500

/** The addresses under /api, which browsers fetch what they lack from. */
export function createApi(sources: Sources): Hono {
  const api = new Hono()
  api.use(bodyLimit({ maxSize: MOST_BYTES }))
  api.use(async (context, next) => {
    await next()
    context.header('cache-control', 'no-store') // the page has a cache already
  })
  addQuestions(api, sources)
  addNotes(api, sources)
  addFavourites(api, sources)
  addActivity(api, sources)
  return api
}

/** Each is answered as a page would be: from a scope of its own. */
function addQuestions(api: Hono, sources: Sources): void {
  const answer = (ask: (answers: Answers, context: Context) => Promise<unknown>) => async (context: Context) => {
    const found = await ask(answersFor(sources, visitorOf(context)), context)
    return found === undefined ? context.json({ error: 'not found' }, 404) : context.json(found)
  }
  const idIn = (context: Context) => context.req.param('id') ?? ''
  api.get(
    '/packages',
    answer((answers, { req }) => answers.packages(req.query('search') ?? '', numberIn(req.query('from')))),
  )
  api.get(
    '/packages/:id',
    answer((answers, context) => answers.package(idIn(context))),
  )
  api.get(
    '/packages/:id/notes',
    answer((answers, context) => answers.notes(idIn(context))),
  )
  api.get(
    '/favourites',
    answer((answers) => answers.favourites()),
  )
  api.get(
    '/me',
    answer((answers) => answers.me()),
  )
}

function addNotes(api: Hono, { activity, records }: Sources): void {
  api.put('/packages/:id/notes/:note', async (context) => {
    const { id: packageId, note: id } = context.req.param()
    const text = noteTextIn(await context.req.json().catch(() => null))
    if (text === null || !IS_ID.test(id)) return context.json({ error: 'no note' }, 400)
    const author = visitorOf(context).name
    const note = records.addNote({ id, packageId, author, text, writtenAt: Date.now() })
    activity.tell({ kind: 'noted', text: `${author} wrote about ${packageId}`, packageId })
    return context.json(note)
  })
}

function addFavourites(api: Hono, { records }: Sources): void {
  api.on(['PUT', 'DELETE'], '/favourites/:id', (context) => {
    const visitor = visitorOf(context).id
    records.setFavourite(visitor, context.req.param('id'), context.req.method === 'PUT')
    return context.json(records.favouritesOf(visitor))
  })
}

function addActivity(api: Hono, { activity }: Sources): void {
  api.get('/activity', (context) =>
    streamSSE(context, async (stream) => {
      const send = (event: 'before' | 'now', happenings: readonly Happening[]) =>
        stream.writeSSE({ event, data: JSON.stringify(happenings), retry: RECONNECT_AFTER })
      stream.onAbort(activity.listen((happening) => void send('now', [happening])))
      await send('before', activity.recent())
      await new Promise<void>((resolve) => stream.onAbort(resolve))
    }),
  )
}

function noteTextIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('text' in body) || typeof body.text !== 'string') return null
  const text = body.text.trim()
  return text === '' ? null : text.slice(0, LONGEST_NOTE)
}

/** 0 for what is no number of a place in a list. */
function numberIn(text: string | undefined): number {
  return Math.max(0, Number.parseInt(text ?? '0', 10) || 0)
}
