import type { FetcherContext, Options } from 'cachetta/react'
import type { PackageDetails } from '../../api-types.ts'
import { getJson } from '../api.ts'

type Key = readonly ['package', id: string]

/** A published version never changes, but its dependents and the versions of its dependencies do: stale after a day. */
export const packageOptions: Pick<Options, 'duration'> = { duration: '1d' }

export const packageKey = (id: string): Key => ['package', id]

export function fetchPackage([, id]: Key, { signal }: FetcherContext): Promise<PackageDetails> {
  return getJson(`/api/packages/${encodeURIComponent(id)}`, signal)
}
