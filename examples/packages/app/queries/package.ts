import type { FetcherContext, Options } from 'cachetta/react'
import type { Package } from '../../answers.ts'
import { getJson } from '../api.ts'

type Key = readonly ['package', id: string]

/** A version that is published never changes, what brings it along does: asked again after a day. */
export const packageOptions: Pick<Options, 'duration'> = { duration: '1d' }

export const packageKey = (id: string): Key => ['package', id]

export function fetchPackage([, id]: Key, { signal }: FetcherContext): Promise<Package> {
  return getJson(`/api/packages/${encodeURIComponent(id)}`, signal)
}
