import type { InstalledPackage } from './scan.ts'

/** A name that is installed more than once, in several versions or several places. */
export interface Duplicate {
  readonly name: string
  readonly copies: readonly Copy[]
}

export interface Copy {
  readonly version: string
  readonly place: string
}

/** Names with more than one copy, the most copies first. */
export function findDuplicates(packages: readonly Pick<InstalledPackage, 'name' | 'version' | 'place'>[]): Duplicate[] {
  const byName = new Map<string, Copy[]>()
  for (const { name, version, place } of packages) byName.set(name, [...(byName.get(name) ?? []), { version, place }])
  return [...byName]
    .map(([name, copies]) => ({ name, copies }))
    .filter(({ copies }) => copies.length > 1)
    .sort((a, b) => b.copies.length - a.copies.length || a.name.localeCompare(b.name, 'en'))
}
