import type { Dependency, DependencyNode } from '../api-types.ts'
import type { IndexedPackage } from './installed-packages.ts'

type PackagesById = ReadonlyMap<string, IndexedPackage>

/**
 * Builds the tree of direct and transitive dependencies. Each package expands only once. Where it appears again, also in a
 * cycle, it is marked as deduped.
 */
export function buildDependencyTree(root: IndexedPackage, packages: PackagesById): DependencyNode[] {
  const expanded = new Set([root.id])
  const createNodes = (parent: IndexedPackage) => findPackages(parent.dependencyIds, packages).map(createNode)
  const createNode = (each: IndexedPackage): DependencyNode => {
    const isDeduped = expanded.has(each.id)
    expanded.add(each.id)
    return { id: each.id, bytes: each.bytes, dependencies: isDeduped ? [] : createNodes(each), isDeduped }
  }
  return createNodes(root)
}

/** Lists direct and transitive dependencies, the largest first, without the package itself. */
export function collectDependencies(root: IndexedPackage, packages: PackagesById): Dependency[] {
  const reached = new Set([root])
  for (const each of reached) {
    for (const dependency of findPackages(each.dependencyIds, packages)) reached.add(dependency)
  }
  reached.delete(root)
  return [...reached].map(({ id, bytes }) => ({ id, bytes })).sort((a, b) => b.bytes - a.bytes)
}

function findPackages(ids: readonly string[], packages: PackagesById): IndexedPackage[] {
  return ids.flatMap((id) => packages.get(id) ?? [])
}
