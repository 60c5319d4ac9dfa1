import { basename, dirname, join } from 'node:path'
import type { Installation, InstalledPackage } from './scan.ts'

export interface DependencyCounts {
  /** Installed packages that the manifest lists. */
  readonly direct: number
  /** Direct dependencies, their dependencies, and so on. The package itself does not count. */
  readonly transitive: number
}

export function countDependencies(start: InstalledPackage, installation: Installation): DependencyCounts {
  const reached = new Set<InstalledPackage>([start])
  for (const each of reached) {
    for (const dependency of listDirectDependencies(each, installation)) reached.add(dependency)
  }
  return { direct: listDirectDependencies(start, installation).length, transitive: reached.size - 1 }
}

/** The installed packages that the manifest of `from` lists. */
export function listDirectDependencies(from: InstalledPackage, installation: Installation): InstalledPackage[] {
  return from.dependencyNames.flatMap((name) => resolveDependency(name, from.folder, installation) ?? [])
}

/** Resolves a name as Node does: in the nearest `node_modules` on the way up that has it. */
function resolveDependency(name: string, from: string, installation: Installation): InstalledPackage | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const found =
      basename(folder) === 'node_modules' ? undefined : installation.byPath.get(join(folder, 'node_modules', name))
    if (found !== undefined) return found
    if (folder === dirname(folder)) return null
  }
}
