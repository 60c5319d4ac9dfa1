// A server like that of an application: one process, one disk, a scope for each request. `node --expose-gc server.mjs <path>`
import { createServer } from 'node:http'
import process from 'node:process'
import { Cachetta } from 'cachetta'
import { CachettaProvider, useCachetta } from 'cachetta/react'
import { dehydrate, prefetch } from 'cachetta/ssr'
import { createElement as h } from 'react'
import { renderToString } from 'react-dom/server'

const cache = new Cachetta({ path: process.argv[2], duration: '1h' })
let computed = 0

const loadItem = async ([, number]) => {
  computed += 1
  await undefined
  return { number, text: `item ${number} `.repeat(20) }
}
// Returns the user that is signed in. The key does not name the user, so the data must not be stored.
const loadMe = (user) => async () => ({ name: `user-${user}-secret` })
const loadNotes = async ([, user]) => [`note of user-${user}-secret`]

function Page({ user, item }) {
  const { data: me } = useCachetta('me', null, { persist: false })
  const { data: notes } = useCachetta(['notes', user], null)
  const { data: shown } = useCachetta(['item', item], null)
  return h('main', null, h('h1', null, me.name), h('p', null, notes.join()), h('article', null, shown.text))
}

async function pageFor({ user, item }) {
  const scope = cache.scope()
  await Promise.all([
    prefetch(scope, 'me', loadMe(user), { persist: false }),
    prefetch(scope, ['notes', user], loadNotes),
    prefetch(scope, ['item', item], loadItem),
  ])
  const html = renderToString(h(CachettaProvider, { cache: scope }, h(Page, { user, item })))
  return `<!doctype html><div id="root">${html}</div><script type="application/json">${dehydrate(scope)}</script>`
}

function vitals() {
  globalThis.gc()
  const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout' || kind === 'Immediate')
  return { heap: process.memoryUsage().heapUsed, timers: timers.length, computed }
}

const server = createServer(async ({ url }, response) => {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  try {
    if (pathname === '/vitals') response.end(JSON.stringify(vitals()))
    else response.end(await pageFor({ user: Number(searchParams.get('user')), item: Number(searchParams.get('item')) }))
  } catch (error) {
    response.statusCode = 500
    response.end(String(error?.stack))
  }
})
// Node sets a timer for a connection that waits for its next request. `vitals` must not count that timer.
server.keepAliveTimeout = 0
server.listen(0, '127.0.0.1', () => process.stdout.write(`listens ${server.address().port}\n`))
