import { availableParallelism } from 'node:os'
import { Cachetta } from 'cachetta'
import pLimit from 'p-limit'
import { measureFolder } from './installed/measure.ts'
import type { InstalledPackage } from './installed/scan.ts'
import { findPackages } from './installed/scan.ts'
import type { Report } from './report.ts'
import { composeReport } from './report.ts'

// Everything this program says to Cachetta about its work: where the entries lie, how long they serve, what names them.
//
//   dir/report-<hash of the project>.json     the whole report, in front of
//   dir/packages/@scope/name@1.2.3.json       one measurement per package

export interface Progress {
  readonly done: number
  readonly total: number
  readonly bytes: number
}

export interface CachedReport {
  /** The report on a project: seconds of work, or what the cache has of it. */
  (project: string): Promise<Report>
  /** All entries together. */
  readonly cache: Cachetta
  /** What reports lie under, and the file of one project's. */
  readonly path: string
  fileOf(project: string): string
}

/** Makes the report on a project a cached function whose entries lie in `dir`. */
export function createCachedReport(dir: string, onProgress: (progress: Progress) => void = () => {}): CachedReport {
  const cache = new Cachetta({ path: dir, duration: '1d', lruSize: 1_000 })
  const oneAfterAnother = pLimit(availableParallelism())
  const progress = { done: 0, total: 0, bytes: 0 }
  const advance = (by: Partial<Progress>) => {
    for (const field of ['done', 'total', 'bytes'] as const) progress[field] += by[field] ?? 0
    onProgress(progress)
  }

  const nameOf = (installed: InstalledPackage) => `packages/${installed.name}@${installed.version}.json`
  const measurePackage = cache.at(nameOf)(
    (installed: InstalledPackage) => oneAfterAnother(measureFolder, installed.folder, (bytes) => advance({ bytes })),
    { key: ({ name, version }: InstalledPackage) => [name, version] },
  )

  const reports = cache.at('report.json')
  const reportOn = reports(
    async (project: string) => {
      const installation = await findPackages(project)
      Object.assign(progress, { done: 0, total: installation.packages.length, bytes: 0 })
      return composeReport(project, installation, async (installed) => {
        const measurement = await measurePackage(installed)
        advance({ done: 1 })
        return measurement
      })
    },
    { staleDuration: '7d' },
  )

  return Object.assign((project: string) => reportOn(project), {
    cache,
    path: reports.pathFor(),
    fileOf: (project: string) => reports.pathFor(project),
  })
}
