// What every library shows: components that render one field of a value of 1 kB, under keys of two arguments.
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { user } from '../values.mjs'

/**
 * Lets the benchmark use a library. `create()` gives a new, empty cache: `{ wrap(children), useUser(id, fetcher), set(id, user) }`.
 */
export function offer(create) {
  let shown
  globalThis.bench = {
    /** Shows new components with data that is not there yet; answers milliseconds and renders of each. */
    async mount(ids) {
      shown = show(create(), ids)
      return shown.measure(() => shown.render())
    },
    /** Changes what all of them show. */
    update: (id, score) => shown.measure(() => shown.cache.set(id, { ...user(id), score })),
    async unmount() {
      shown.unmount()
      await new Promise((resolve) => setTimeout(resolve, 150)) // what is written behind is written
      globalThis.gc()
    },
  }
}

function show(cache, ids) {
  const waiting = new Set()
  let renders = 0
  let finish

  function User({ id, place }) {
    const data = cache.useUser(id, fetchUser)
    renders += 1
    if (data !== undefined && waiting.delete(place) && waiting.size === 0) finish()
    return createElement('li', null, data === undefined ? '' : `${data.name} ${data.score}`)
  }
  const container = document.getElementById('root')
  const root = createRoot(container)
  return {
    cache,
    render() {
      const users = ids.map((id, place) => createElement(User, { key: place, id, place }))
      root.render(cache.wrap(createElement('ul', null, users)))
    },
    unmount: () => root.unmount(),
    async measure(change) {
      for (const place of ids.keys()) waiting.add(place)
      renders = 0
      const finished = new Promise((resolve) => {
        finish = resolve
      })
      const start = performance.now()
      void change()
      await finished
      await committed(container)
      const ms = performance.now() - start
      await new Promise((resolve) => setTimeout(resolve, 50)) // renders that nobody needs
      return { ms, renders: renders / ids.length }
    },
  }
}

/** Rendered is not yet in the document: React may go about that piece by piece. */
async function committed(container) {
  while (container.querySelector('li:last-child:not(:empty)') === null)
    await new Promise((resolve) => setTimeout(resolve))
}

const fetchUser = async ([, id]) => user(id)
