import { mutate } from 'cachetta'
import { CachettaProvider, useCachetta } from 'cachetta/react'
import { createElement } from 'react'
import { registerLibrary } from './register-library.mjs'

export function registerCachetta(createCache) {
  registerLibrary(() => {
    const cache = createCache()
    return {
      wrap: (children) => createElement(CachettaProvider, { cache }, children),
      useUser: (id, fetcher) => useCachetta(['user', id], fetcher).data,
      set: (id, user) => mutate(cache, ['user', id], user, { revalidate: false }),
    }
  })
}
