import type { Result } from 'cachetta/react'
import { useCachetta } from 'cachetta/react'
import { useShowNotice } from './components/notices.tsx'
import { addOrRemove, favouritesKey, fetchFavourites, sendFavourite } from './queries/favourites.ts'
import { fetchMe, meKey } from './queries/me.ts'

export interface Favourites {
  readonly query: Result<readonly string[]>
  has(id: string): boolean
  /** Optimistic: shows the change at once. If the server rejects it, rolls it back and shows a notice. */
  toggle(id: string): void
}

/** The favourites of this visitor. The key contains the visitor's id, so it is falsy until `me` is loaded. */
export function useFavourites(): Favourites {
  const { data: me } = useCachetta(meKey, fetchMe)
  const query = useCachetta(me && favouritesKey(me.id), fetchFavourites)
  const showNotice = useShowNotice()
  const has = (id: string) => query.data?.includes(id) ?? false
  return {
    query,
    has,
    toggle(id) {
      const isFavourite = !has(id)
      const failure = isFavourite ? `Could not add ${id} to favourites.` : `Could not remove ${id} from favourites.`
      query
        .mutate(sendFavourite(id, isFavourite), {
          optimisticData: (_committed, shown) => addOrRemove(shown ?? [], id, isFavourite),
          revalidate: false,
        })
        .catch((error: Error) => showNotice(`${failure} ${error.message}`))
    },
  }
}
