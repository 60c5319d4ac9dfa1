import type { FetcherContext, Options } from 'cachetta/react'
import type { PackageList } from '../../answers.ts'
import { getJson } from '../api.ts'

type Key = readonly ['packages', { readonly search: string; readonly from: number }]

/** What is installed changes rarely: asked again after a day. */
export const packagesOptions: Pick<Options, 'duration'> = { duration: '1d' }

export const packagesKey = (search: string, from: number): Key => ['packages', { search, from }]

/** The key of each page of the list: it begins where the page before says. */
export const packagesKeyAfter =
  (search: string) =>
  (_index: number, before: PackageList | null): Key | null =>
    before?.next === null ? null : packagesKey(search, before?.next ?? 0)

export function fetchPackages([, { search, from }]: Key, { signal }: FetcherContext): Promise<PackageList> {
  return getJson(`/api/packages?${new URLSearchParams({ search, from: String(from) })}`, signal)
}
