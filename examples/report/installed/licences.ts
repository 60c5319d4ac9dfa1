import type { Manifest } from './manifest.ts'
import { isObject, textIn } from './manifest.ts'

export interface LicenceCount {
  /** As the package states it, mostly an SPDX expression; `null` for packages that state none. */
  readonly licence: string | null
  readonly packages: number
}

/** The licence a manifest states: today's text, yesterday's `{ type }`, or the list of them from before that. */
export function licenceOf(manifest: Manifest): string | null {
  const { license, licenses } = manifest
  if (typeof license === 'string') return textIn(manifest, 'license')
  if (isObject(license)) return textIn(license, 'type')
  if (!Array.isArray(licenses)) return null

  const stated = licenses.filter(isObject).flatMap((each) => textIn(each, 'type') ?? [])
  return stated.length === 0 ? null : stated.join(' OR ')
}

/** How many packages state which licence, the most frequent first. */
export function countLicences(packages: readonly { readonly licence: string | null }[]): LicenceCount[] {
  const counts = new Map<string | null, number>()
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1)
  return [...counts]
    .map(([licence, count]) => ({ licence, packages: count }))
    .sort((a, b) => b.packages - a.packages || String(a.licence).localeCompare(String(b.licence), 'en'))
}
