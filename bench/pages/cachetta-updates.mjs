import { Cachetta, mutate, writeCache } from 'cachetta'
import { CachettaProvider, useCachetta } from 'cachetta/react'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'

const cache = new Cachetta({ path: 'users' })
const absent = () => new Promise(() => {})

const User = () => createElement('p', null, useCachetta(['user', 1], absent).data?.score)
const children = createElement(User)
createRoot(document.getElementById('root')).render(createElement(CachettaProvider, { cache }, children))

const task = () => new Promise((resolve) => setTimeout(resolve))

globalThis.bench = {
  fill: (users) => Promise.all(users.map((user) => writeCache(cache, user, 'user', user.id))),
  /** Answers milliseconds, and how many tasks took 50 and more. */
  async update(users) {
    let long = 0
    const observer = new PerformanceObserver((list) => {
      long += list.getEntries().length
    })
    observer.observe({ entryTypes: ['longtask'] })
    const start = performance.now()
    for (const user of users) {
      await mutate(cache, ['user', user.id], user, { revalidate: false })
      await task()
    }
    const ms = performance.now() - start
    await new Promise((resolve) => setTimeout(resolve, 200)) // what is written behind is written, and observed
    observer.disconnect()
    return { ms, long }
  },
}
