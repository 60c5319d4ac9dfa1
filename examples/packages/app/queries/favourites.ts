import type { FetcherContext } from 'cachetta/react'
import { getJson, sendJson } from '../api.ts'

type Key = readonly ['favourites', visitor: string]

/** Named by their owner: another visitor of the same browser has another entry. */
export const favouritesKey = (visitor: string): Key => ['favourites', visitor]

export function fetchFavourites(_key: Key, { signal }: FetcherContext): Promise<readonly string[]> {
  return getJson('/api/favourites', signal)
}

/** Resolves with all favourites as they are then. */
export function sendFavourite(id: string, isWanted: boolean): Promise<readonly string[]> {
  return sendJson(isWanted ? 'PUT' : 'DELETE', `/api/favourites/${encodeURIComponent(id)}`)
}

export function withFavourite(favourites: readonly string[], id: string, isWanted: boolean): readonly string[] {
  const others = favourites.filter((each) => each !== id)
  return isWanted ? [...others, id].sort() : others
}
