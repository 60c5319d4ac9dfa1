// Measures the first data of a page, from the start of its script to the render that shows the data. The fetcher never resolves,
// so the data can only come from the store.
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { startedAt } from './script-start.mjs'

const fetchForever = () => new Promise(() => {})

/** Shows one entry. The benchmark adds other entries with `fill`: `{ wrap(children), useUser(id, fetcher), fill(users) }`. */
export function registerReload({ wrap, useUser, fill }) {
  let finish
  const firstDataMs = new Promise((resolve) => {
    finish = resolve
  })
  function User() {
    const data = useUser(1, fetchForever)
    if (data !== undefined) finish(performance.now() - startedAt)
    return createElement('p', null, data?.name)
  }
  globalThis.bench = { fill, firstDataMs }
  createRoot(document.getElementById('root')).render(wrap(createElement(User)))
}
