import type { FetcherContext } from 'cachetta/react'
import type { Visitor } from '../../api-types.ts'
import { getJson } from '../api.ts'

/** The current visitor. All visitors use the same key, so the server must not store this entry in the shared cache. */
export const meKey = 'me'

export function fetchMe(_key: 'me', { signal }: FetcherContext): Promise<Visitor> {
  return getJson('/api/me', signal)
}
