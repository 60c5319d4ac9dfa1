// The first data of a page: from the first line of its script to the render that shows it. Nothing can be fetched.
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { began } from './began.mjs'

export const absent = () => new Promise(() => {})

/** Shows one entry, and lets the benchmark put others beside it: `{ wrap(children), useUser(id, fetcher), fill(users) }`. */
export function offerReload({ wrap, useUser, fill }) {
  let finish
  const shown = new Promise((resolve) => {
    finish = resolve
  })
  function User() {
    const data = useUser(1, absent)
    if (data !== undefined) finish(performance.now() - began)
    return createElement('p', null, data?.name)
  }
  globalThis.bench = { fill, shown }
  createRoot(document.getElementById('root')).render(wrap(createElement(User)))
}
