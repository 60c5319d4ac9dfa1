import type { Result } from 'cachetta/react'
import { useCachetta } from 'cachetta/react'
import { useNotice } from './parts/notices.tsx'
import { favouritesKey, fetchFavourites, sendFavourite, withFavourite } from './queries/favourites.ts'
import { fetchMe, meKey } from './queries/me.ts'

export interface Favourites {
  readonly query: Result<readonly string[]>
  has(id: string): boolean
  /** Shows the change at once, and takes it back with a notice where the server does not take it. */
  toggle(id: string): void
}

/** This visitor's own. Whose they are must be known first: the key says nothing until then. */
export function useFavourites(): Favourites {
  const { data: me } = useCachetta(meKey, fetchMe)
  const query = useCachetta(me && favouritesKey(me.id), fetchFavourites)
  const notify = useNotice()
  const has = (id: string) => query.data?.includes(id) ?? false
  return {
    query,
    has,
    toggle(id) {
      const isWanted = !has(id)
      query
        .mutate(sendFavourite(id, isWanted), {
          optimisticData: (_committed, shown) => withFavourite(shown ?? [], id, isWanted),
          revalidate: false,
        })
        .catch((error: Error) => notify(`${id} is ${isWanted ? 'no' : 'still a'} favourite. ${error.message}`))
    },
  }
}
