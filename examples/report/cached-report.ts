import { availableParallelism } from 'node:os'
import { Cachetta } from 'cachetta'
import pLimit from 'p-limit'
import { measureFolder } from './installed/measure.ts'
import type { InstalledPackage } from './installed/scan.ts'
import { findPackages } from './installed/scan.ts'
import type { Report } from './report.ts'
import { composeReport } from './report.ts'

// The cached functions of this program: the path of each entry, its duration and its key.
//
//   dir/report-<hash of the project>.json     the whole report
//   dir/packages/@scope/name@1.2.3.json       one measurement per package

export interface Progress {
  readonly done: number
  readonly total: number
  readonly bytes: number
}

export interface CachedReport {
  /** Returns the cached report on a project, or computes it in some seconds. */
  (project: string): Promise<Report>
  /** The cache of all entries. */
  readonly cache: Cachetta
  /** The path that the entries of all reports share. */
  readonly path: string
  /** The file of one project's report. */
  getFile(project: string): string
}

/** Creates the cached function that reports on a project. Its entries are files in `dir`. */
export function createCachedReport(dir: string, onProgress: (progress: Progress) => void = () => {}): CachedReport {
  const cache = new Cachetta({ path: dir, duration: '1d', lruSize: 1_000 })
  const limit = pLimit(availableParallelism())
  const progress = { done: 0, total: 0, bytes: 0 }
  const addProgress = (added: Partial<Progress>) => {
    for (const field of ['done', 'total', 'bytes'] as const) progress[field] += added[field] ?? 0
    onProgress(progress)
  }

  const getPath = (installed: InstalledPackage) => `packages/${installed.name}@${installed.version}.json`
  const measurePackage = cache.at(getPath)(
    (installed: InstalledPackage) => limit(measureFolder, installed.folder, (bytes) => addProgress({ bytes })),
    { key: ({ name, version }: InstalledPackage) => [name, version] },
  )

  const reports = cache.at('report.json')
  const createReport = reports(
    async (project: string) => {
      const installation = await findPackages(project)
      Object.assign(progress, { done: 0, total: installation.packages.length, bytes: 0 })
      return composeReport(project, installation, async (installed) => {
        const measurement = await measurePackage(installed)
        addProgress({ done: 1 })
        return measurement
      })
    },
    { staleDuration: '7d' },
  )

  return Object.assign((project: string) => createReport(project), {
    cache,
    path: reports.pathFor(),
    getFile: (project: string) => reports.pathFor(project),
  })
}
