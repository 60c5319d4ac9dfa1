// Every library shows the same: components that render one field of a value of 1 kB, with keys of two arguments.
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { createUser } from '../values.mjs'

/**
 * Makes a library available to the benchmark. `createCache()` returns a new, empty cache:
 * `{ wrap(children), useUser(id, fetcher), set(id, user) }`.
 */
export function registerLibrary(createCache) {
  let app
  globalThis.bench = {
    /** Mounts new components whose data has to be fetched. Returns milliseconds and renders per component. */
    async mount(ids) {
      app = createApp(createCache(), ids)
      return app.measure(() => app.render())
    },
    /** Mounts new components, and changes the data of the first right after they have shown. Returns milliseconds of the change. */
    async mutateAfterMount(ids) {
      app = createApp(createCache(), ids)
      await app.show(() => app.render())
      return app.measureOne(ids[0])
    },
    /** Shows small data once and unmounts the components. The cache stays. */
    async showOnce(ids) {
      app = createApp(createCache(), ids, fetchScore)
      await app.show(() => app.render())
      app.unmount()
    },
    /** Changes the data of all components. */
    update: (id, score) => app.measure(() => app.cache.set(id, { ...createUser(id), score })),
    async unmount() {
      app.unmount()
      await new Promise((resolve) => setTimeout(resolve, 150)) // for writes that run after the unmount
      globalThis.gc()
    },
  }
}

function createApp(cache, ids, fetcher = fetchUser) {
  const waiting = new Set()
  let renders = 0
  let finish

  function User({ id, index }) {
    const data = cache.useUser(id, fetcher)
    renders += 1
    if (data !== undefined && waiting.delete(index) && waiting.size === 0) finish()
    return createElement('li', null, data === undefined ? '' : `${data.name} ${data.score}`)
  }
  const container = document.getElementById('root')
  const root = createRoot(container)
  return {
    cache,
    render() {
      const users = ids.map((id, index) => createElement(User, { key: index, id, index }))
      root.render(cache.wrap(createElement('ul', null, users)))
    },
    unmount: () => root.unmount(),
    /** Waits until all components show their data. */
    async show(change) {
      for (const index of ids.keys()) waiting.add(index)
      const finished = new Promise((resolve) => {
        finish = resolve
      })
      void change()
      await finished
      await waitForCommit(container)
    },
    async measureOne(id) {
      const changed = waitForText(container, 'changed')
      const start = performance.now()
      void cache.set(id, { ...createUser(id), score: 'changed' })
      await changed
      await waitForFrame()
      return { ms: performance.now() - start, renders: 1 }
    },
    async measure(change) {
      for (const index of ids.keys()) waiting.add(index)
      renders = 0
      const finished = new Promise((resolve) => {
        finish = resolve
      })
      const start = performance.now()
      void change()
      await finished
      await waitForCommit(container)
      const ms = performance.now() - start
      await new Promise((resolve) => setTimeout(resolve, 50)) // counts superfluous renders, too
      return { ms, renders: renders / ids.length }
    },
  }
}

/** React may commit the rendered components later and in pieces. Waits until the last one is in the document. */
async function waitForCommit(container) {
  while (container.querySelector('li:last-child:not(:empty)') === null)
    await new Promise((resolve) => setTimeout(resolve))
}

/** Resolves as soon as the text is in the document. Does not poll, because a poll may wait for a frame in between. */
function waitForText(container, text) {
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!container.textContent.includes(text)) return
      observer.disconnect()
      resolve()
    })
    observer.observe(container, { subtree: true, childList: true, characterData: true })
  })
}

/** Resolves when the next frame has been laid out and painted. */
const waitForFrame = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = resolve
      port2.postMessage('painted')
    })
  })

const fetchUser = async ([, id]) => createUser(id)

const fetchScore = async ([, id]) => ({ id, name: 'Ada', score: 0.5 })
