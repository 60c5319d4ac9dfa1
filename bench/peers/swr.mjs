import { createElement } from 'react'
import useSwr, { SWRConfig, useSWRConfig } from 'swr'
import { offer } from '../pages/components.mjs'

offer(() => {
  let mutate
  const Mutate = ({ children }) => {
    mutate = useSWRConfig().mutate
    return children
  }
  return {
    wrap: (children) =>
      createElement(SWRConfig, { value: { provider: () => new Map() } }, createElement(Mutate, null, children)),
    useUser: (id, fetcher) => useSwr(['user', id], fetcher).data,
    set: (id, user) => mutate(['user', id], user, { revalidate: false }),
  }
})
