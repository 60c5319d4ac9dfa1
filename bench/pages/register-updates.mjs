// Measures updates of entries that are stored, while one of them is shown. The fetcher never resolves, so only updates bring data.
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'

const fetchForever = () => new Promise(() => {})

const waitForNextTask = () => new Promise((resolve) => setTimeout(resolve))

/** Shows one entry: `{ wrap(children), useUser(id, fetcher), fill(users), set(id, user) }`. */
export function registerUpdates({ wrap, useUser, fill, set }) {
  const User = () => createElement('p', null, useUser(1, fetchForever)?.score)
  createRoot(document.getElementById('root')).render(wrap(createElement(User)))

  globalThis.bench = {
    fill,
    /** Returns the time in milliseconds, and the number of tasks that took 50 ms or more. */
    async update(users) {
      let longTasks = 0
      const observer = new PerformanceObserver((list) => {
        longTasks += list.getEntries().length
      })
      observer.observe({ entryTypes: ['longtask'] })
      const start = performance.now()
      for (const user of users) {
        await set(user.id, user)
        await waitForNextTask()
      }
      const ms = performance.now() - start
      await new Promise((resolve) => setTimeout(resolve, 200)) // for writes and tasks that run after the updates
      observer.disconnect()
      return { ms, longTasks }
    },
  }
}
