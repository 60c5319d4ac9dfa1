import { basename, dirname, join } from 'node:path'
import type { Installation, InstalledPackage } from './scan.ts'

export interface Dependencies {
  /** What the package asks for and gets. */
  readonly direct: number
  /** Everything it brings along: the direct ones, theirs, and so on; never itself. */
  readonly transitive: number
}

export function dependenciesOf(start: InstalledPackage, installation: Installation): Dependencies {
  const reached = new Set<InstalledPackage>([start])
  for (const each of reached) {
    for (const dependency of directDependencies(each, installation)) reached.add(dependency)
  }
  return { direct: directDependencies(start, installation).length, transitive: reached.size - 1 }
}

/** What a package asks for and gets. */
export function directDependencies(from: InstalledPackage, installation: Installation): InstalledPackage[] {
  return from.requires.flatMap((name) => resolve(name, from.folder, installation) ?? [])
}

/** Resolves as Node does: in the nearest node_modules on the way up that has the name. */
function resolve(name: string, from: string, installation: Installation): InstalledPackage | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const found =
      basename(folder) === 'node_modules' ? undefined : installation.at.get(join(folder, 'node_modules', name))
    if (found !== undefined) return found
    if (folder === dirname(folder)) return null
  }
}
