import type { FetcherContext } from 'cachetta/react'
import { getJson, sendJson } from '../api.ts'

type Key = readonly ['favourites', visitorId: string]

/** The key contains the visitor's id, so two visitors in one browser have separate entries. */
export const favouritesKey = (visitorId: string): Key => ['favourites', visitorId]

export function fetchFavourites(_key: Key, { signal }: FetcherContext): Promise<readonly string[]> {
  return getJson('/api/favourites', signal)
}

/** Adds or removes a favourite on the server. Resolves with all favourites after the change. */
export function sendFavourite(
  { isFavourite, packageId }: { readonly packageId: string; readonly isFavourite: boolean },
  { id, signal }: FetcherContext & { readonly id: string },
): Promise<readonly string[]> {
  return sendJson(isFavourite ? 'PUT' : 'DELETE', `/api/favourites/${encodeURIComponent(packageId)}`, { id, signal })
}

/** Returns the favourites with or without a package, sorted. */
export function addOrRemove(favourites: readonly string[], packageId: string, isFavourite: boolean): readonly string[] {
  const others = favourites.filter((each) => each !== packageId)
  return isFavourite ? [...others, packageId].sort() : others
}
