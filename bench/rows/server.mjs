import { join } from 'node:path'
import { Cachetta } from 'cachetta'
import { CachettaProvider, useCachetta } from 'cachetta/react'
import { dehydrate, prefetch } from 'cachetta/ssr'
import { createElement as h } from 'react'
import { renderToString } from 'react-dom/server'
import { compare } from '../measure.mjs'

/** Cachetta must render at least 0.9 times as many pages, and two thirds if each page reads a file. */
const bar = 1 / 0.9
const fileBar = 1.5

const withoutMemory = '500 rows as props, without `lruSize`'

export const server = {
  name: 'server',
  work: 'a warm page on a server, with its data',
  reasons: {
    [withoutMemory]: `Each page reads a file, checks it, parses it and writes its text again, because another process may have changed the
file. Props need only the text. Give the cache an \`lruSize\`.`,
  },
  async run({ directory }) {
    const cache = new Cachetta({ path: join(directory, 'pages'), duration: '1h', lruSize: 100 })
    return [
      { ...(await comparePages(100, cache)), bar, aim: 1 },
      { ...(await comparePages(500, cache)), bar, aim: 1 },
      { ...(await comparePages(500, cache.copy({ lruSize: null }))), against: withoutMemory, bar: fileBar },
    ]
  },
}

function comparePages(count, cache) {
  const rows = Array.from({ length: count }, (_, number) => ({
    name: `package-${number}`,
    version: `1.0.${number}`,
    description: `What package ${number} is for, in one sentence`,
    size: number * 1_000,
  }))
  // A server runs for days. V8 compiles both sides within a second, which is the time that `compare` takes before it measures.
  return compare(createScopeCandidate(cache, rows), createPropsCandidate(rows), { batchMs: 100 })
}

function List({ data }) {
  return h(
    'ul',
    null,
    data.map(({ name, version, description, size }) =>
      h(
        'li',
        { key: name, className: 'row' },
        h('b', null, name),
        h('i', null, version),
        h('p', null, description),
        size,
      ),
    ),
  )
}

function CachedList({ count }) {
  const { data } = useCachetta(['packages', count], null)
  return h(List, { data })
}

function createScopeCandidate(cache, rows) {
  return {
    name: 'scope',
    async run(times) {
      for (let time = 0; time < times; time++) {
        const scope = cache.scope()
        await prefetch(scope, ['packages', rows.length], async () => rows)
        const html = renderToString(h(CachettaProvider, { cache: scope }, h(CachedList, { count: rows.length })))
        formatPage(html, dehydrate(scope))
      }
    },
  }
}

/** Without a cache: the data is a variable, and the page contains it as JSON that is safe in HTML. */
function createPropsCandidate(rows) {
  return {
    name: `${rows.length} rows as props`,
    async run(times) {
      for (let time = 0; time < times; time++) {
        const html = renderToString(h(List, { data: await rows }))
        formatPage(html, JSON.stringify(rows).replace(/</g, '\\u003c'))
      }
    },
  }
}

function formatPage(html, state) {
  return `<!doctype html><div id="root">${html}</div><script type="application/json">${state}</script>`
}
