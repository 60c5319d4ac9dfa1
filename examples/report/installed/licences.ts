import type { Manifest } from './manifest.ts'
import { isObject, readText } from './manifest.ts'

export interface LicenceCount {
  /** The text in the manifest, usually an SPDX expression. `null` counts the packages that declare no licence. */
  readonly licence: string | null
  readonly packages: number
}

/** Reads the licence from a manifest: a text today, an object `{ type }` or a list of such objects in old packages. */
export function readLicence(manifest: Manifest): string | null {
  const { license, licenses } = manifest
  if (typeof license === 'string') return readText(manifest, 'license')
  if (isObject(license)) return readText(license, 'type')
  if (!Array.isArray(licenses)) return null

  const declared = licenses.filter(isObject).flatMap((each) => readText(each, 'type') ?? [])
  return declared.length === 0 ? null : declared.join(' OR ')
}

/** Counts the packages per licence. The most frequent licence comes first. */
export function countLicences(packages: readonly { readonly licence: string | null }[]): LicenceCount[] {
  const counts = new Map<string | null, number>()
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1)
  return [...counts]
    .map(([licence, count]) => ({ licence, packages: count }))
    .sort((a, b) => b.packages - a.packages || String(a.licence).localeCompare(String(b.licence), 'en'))
}
