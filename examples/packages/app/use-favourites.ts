import type { Result } from 'cachetta/react'
import { useCachetta } from 'cachetta/react'
import { useAppOutbox, useChanges } from './outbox.ts'
import { favouritesKey, fetchFavourites } from './queries/favourites.ts'
import { fetchMe, meKey } from './queries/me.ts'

export interface Favourites {
  readonly query: Result<readonly string[]>
  has(id: string): boolean
  /** True while a change of this favourite waits for the server. */
  isWaiting(id: string): boolean
  /** Shows the change at once, and sends it when the server is online. */
  toggle(id: string): void
}

/** The favourites of this visitor. The key contains the visitor's id, so it is falsy until `me` is loaded. */
export function useFavourites(): Favourites {
  const { data: me } = useCachetta(meKey, fetchMe)
  const query = useCachetta(me && favouritesKey(me.id), fetchFavourites)
  const outbox = useAppOutbox()
  const { entries } = useChanges()
  const has = (id: string) => query.data?.includes(id) ?? false
  return {
    query,
    has,
    isWaiting: (packageId) =>
      entries.some(
        ({ arg, name, status }) => name === 'setFavourite' && arg.packageId === packageId && status !== 'refused',
      ),
    toggle(packageId) {
      if (me) void outbox.setFavourite({ visitorId: me.id, packageId, isFavourite: !has(packageId) })
    },
  }
}
