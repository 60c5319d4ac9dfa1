import './script-start.mjs'
import { Cachetta, writeCache } from 'cachetta'
import { CachettaProvider, useCachetta } from 'cachetta/react'
import { createElement } from 'react'
import { registerReload } from './register-reload.mjs'

const cache = new Cachetta({ path: 'users' })

registerReload({
  wrap: (children) => createElement(CachettaProvider, { cache }, children),
  useUser: (id, fetcher) => useCachetta(['user', id], fetcher).data,
  fill: (users) => Promise.all(users.map((user) => writeCache(cache, user, 'user', user.id))),
})
