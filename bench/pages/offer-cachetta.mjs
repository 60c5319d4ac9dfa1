import { mutate } from 'cachetta'
import { CachettaProvider, useCachetta } from 'cachetta/react'
import { createElement } from 'react'
import { offer } from './components.mjs'

export function offerCachetta(createCache) {
  offer(() => {
    const cache = createCache()
    return {
      wrap: (children) => createElement(CachettaProvider, { cache }, children),
      useUser: (id, fetcher) => useCachetta(['user', id], fetcher).data,
      set: (id, user) => mutate(cache, ['user', id], user, { revalidate: false }),
    }
  })
}
