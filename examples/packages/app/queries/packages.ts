import type { FetcherContext, Options } from 'cachetta/react'
import type { PackagePage } from '../../api-types.ts'
import { getJson } from '../api.ts'

type Key = readonly ['packages', { readonly search: string; readonly from: number }]

/** The installed packages change rarely: stale after a day. */
export const packagesOptions: Pick<Options, 'duration'> = { duration: '1d' }

export const packagesKey = (search: string, from: number): Key => ['packages', { search, from }]

/** Creates the function that `useCachettaInfinite` calls for the key of each page. The previous page names the next one. */
export const createPageKey =
  (search: string) =>
  (_index: number, previous: PackagePage | null): Key | null =>
    previous?.next === null ? null : packagesKey(search, previous?.next ?? 0)

export function fetchPackages([, { search, from }]: Key, { signal }: FetcherContext): Promise<PackagePage> {
  return getJson(`/api/packages?${new URLSearchParams({ search, from: String(from) })}`, signal)
}
