import { Cachetta, mutate, writeCache } from 'cachetta'
import { CachettaProvider, useCachetta } from 'cachetta/react'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'

const cache = new Cachetta({ path: 'users' })
const fetchForever = () => new Promise(() => {})

const User = () => createElement('p', null, useCachetta(['user', 1], fetchForever).data?.score)
const children = createElement(User)
createRoot(document.getElementById('root')).render(createElement(CachettaProvider, { cache }, children))

const waitForNextTask = () => new Promise((resolve) => setTimeout(resolve))

globalThis.bench = {
  fill: (users) => Promise.all(users.map((user) => writeCache(cache, user, 'user', user.id))),
  /** Returns the time in milliseconds, and the number of tasks that took 50 ms or more. */
  async update(users) {
    let longTasks = 0
    const observer = new PerformanceObserver((list) => {
      longTasks += list.getEntries().length
    })
    observer.observe({ entryTypes: ['longtask'] })
    const start = performance.now()
    for (const user of users) {
      await mutate(cache, ['user', user.id], user, { revalidate: false })
      await waitForNextTask()
    }
    const ms = performance.now() - start
    await new Promise((resolve) => setTimeout(resolve, 200)) // for writes and tasks that run after the updates
    observer.disconnect()
    return { ms, longTasks }
  },
}
