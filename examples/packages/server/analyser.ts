import { Cachetta } from 'cachetta'
import { measureFolder } from '../../report/installed/measure.ts'
import type { PackageDetails, PackagePage, PackageSummary, RunningAnalysis } from '../api-types.ts'
import { buildDependencyTree, collectDependencies } from './dependency-tree.ts'
import { measureFileTypes } from './file-types.ts'
import type { IndexedPackage } from './installed-packages.ts'
import { readInstalledPackages } from './installed-packages.ts'

/** Lists and analyses the packages of one project. The result is the same for every visitor. */
export interface Analyser {
  listPackages(search: string, from: number): Promise<PackagePage>
  isInstalled(id: string): Promise<boolean>
  /** Calls `onProgress` while it reads. Rejects with `NotInstalledError` if the package is not installed. */
  analysePackage(id: string, onProgress?: (progress: AnalysisProgress) => void): Promise<PackageDetails>
}

/** The files of a package, and the bytes of them that are compressed. */
export type AnalysisProgress = Pick<RunningAnalysis, 'files' | 'bytes' | 'bytesDone'>

export class NotInstalledError extends Error {
  override readonly name = 'NotInstalledError'
}

const PAGE_SIZE = 24

/** To read all folders takes about a second, so the list of packages is a cached function. Its entry is the file `path`. */
export function createAnalyser(project: string, path: string): Analyser {
  const cache = new Cachetta({ path, duration: '1d', staleDuration: '7d', lruSize: 1 })
  const listInstalled = cache(readInstalledPackages)
  const getPackagesById = async () => new Map((await listInstalled(project)).map((each) => [each.id, each]))

  return {
    async listPackages(search, from) {
      const found = (await listInstalled(project)).filter(({ name }) => name.includes(search))
      const next = from + PAGE_SIZE
      return {
        packages: found.slice(from, next).map(summarise),
        total: found.length,
        next: next < found.length ? next : null,
      }
    },
    isInstalled: async (id) => (await getPackagesById()).has(id),
    async analysePackage(id, onProgress = () => {}) {
      const packages = await getPackagesById()
      const installed = packages.get(id)
      if (installed === undefined) throw new NotInstalledError(`${id} is not installed`)
      const start = performance.now()
      const { gzipBytes } = await measureFolder(installed.folder, countBytes(installed, onProgress))
      const fileTypes = await measureFileTypes(installed.folder)
      return {
        ...summarise(installed),
        gzipBytes,
        fileTypes,
        dependencyTree: buildDependencyTree(installed, packages),
        dependencies: collectDependencies(installed, packages),
        dependents: listDependents(id, [...packages.values()]),
        analysisMs: performance.now() - start,
      }
    },
  }
}

function countBytes({ files, bytes }: IndexedPackage, onProgress: (progress: AnalysisProgress) => void) {
  let bytesDone = 0
  onProgress({ files, bytes, bytesDone })
  return (count: number) => {
    bytesDone += count
    onProgress({ files, bytes, bytesDone })
  }
}

/** Removes fields that visitors must not see, for example the folder on the server. */
function summarise({ id, name, version, licence, files, bytes, dependencyCount }: IndexedPackage): PackageSummary {
  return { id, name, version, licence, files, bytes, dependencyCount }
}

function listDependents(id: string, packages: readonly IndexedPackage[]): string[] {
  return packages.filter(({ dependencyIds }) => dependencyIds.includes(id)).map((each) => each.id)
}
