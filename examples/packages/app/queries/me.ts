import type { FetcherContext } from 'cachetta/react'
import type { Visitor } from '../../answers.ts'
import { getJson } from '../api.ts'

/** Who asks: the same key for everybody, so its answer must never lie where others read. */
export const meKey = 'me'

export function fetchMe(_key: 'me', { signal }: FetcherContext): Promise<Visitor> {
  return getJson('/api/me', signal)
}
