import { Cachetta, mutate, writeCache } from 'cachetta'
import { CachettaProvider, useCachetta } from 'cachetta/react'
import { createElement } from 'react'
import { registerUpdates } from './register-updates.mjs'

const cache = new Cachetta({ path: 'users' })

registerUpdates({
  wrap: (children) => createElement(CachettaProvider, { cache }, children),
  useUser: (id, fetcher) => useCachetta(['user', id], fetcher).data,
  fill: (users) => Promise.all(users.map((user) => writeCache(cache, user, 'user', user.id))),
  set: (id, user) => mutate(cache, ['user', id], user, { revalidate: false }),
})
