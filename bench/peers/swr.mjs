import { createElement } from 'react'
import useSwr, { SWRConfig, useSWRConfig } from 'swr'
import { registerLibrary } from '../pages/register-library.mjs'

registerLibrary(() => {
  let mutate
  const CaptureMutate = ({ children }) => {
    mutate = useSWRConfig().mutate
    return children
  }
  return {
    wrap: (children) =>
      createElement(SWRConfig, { value: { provider: () => new Map() } }, createElement(CaptureMutate, null, children)),
    useUser: (id, fetcher) => useSwr(['user', id], fetcher).data,
    set: (id, user) => mutate(['user', id], user, { revalidate: false }),
  }
})
