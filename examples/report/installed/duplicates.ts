import type { InstalledPackage } from './scan.ts'

/** A name that is installed more than once, in several versions or in several folders. */
export interface Duplicate {
  readonly name: string
  readonly copies: readonly Copy[]
}

export interface Copy {
  readonly version: string
  readonly location: string
}

/** Lists the names with more than one copy. The name with the most copies comes first. */
export function findDuplicates(
  packages: readonly Pick<InstalledPackage, 'name' | 'version' | 'location'>[],
): Duplicate[] {
  const byName = new Map<string, Copy[]>()
  for (const { name, version, location } of packages) {
    byName.set(name, [...(byName.get(name) ?? []), { version, location }])
  }
  return [...byName]
    .map(([name, copies]) => ({ name, copies }))
    .filter(({ copies }) => copies.length > 1)
    .sort((a, b) => b.copies.length - a.copies.length || a.name.localeCompare(b.name, 'en'))
}
