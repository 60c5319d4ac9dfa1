import type { DependencyCounts } from './installed/dependencies.ts'
import { countDependencies } from './installed/dependencies.ts'
import type { Duplicate } from './installed/duplicates.ts'
import { findDuplicates } from './installed/duplicates.ts'
import type { LicenceCount } from './installed/licences.ts'
import { countLicences } from './installed/licences.ts'
import type { Measurement } from './installed/measure.ts'
import type { Installation, InstalledPackage } from './installed/scan.ts'

export interface Report {
  readonly project: string
  /** A `Date`. The cache returns it as a `Date` too. */
  readonly computedAt: Date
  readonly totals: Measurement & { readonly packages: number }
  /** The largest package comes first. */
  readonly packages: readonly PackageReport[]
  readonly duplicates: readonly Duplicate[]
  readonly licences: readonly LicenceCount[]
}

export interface PackageReport extends Measurement {
  readonly name: string
  readonly version: string
  readonly location: string
  readonly licence: string | null
  readonly dependencies: DependencyCounts
}

/** Builds the report. Calls `measure`, the slow part, once per package. */
export async function composeReport(
  project: string,
  installation: Installation,
  measure: (installed: InstalledPackage) => Promise<Measurement>,
): Promise<Report> {
  const rows = installation.packages.map(async (installed) => ({
    name: installed.name,
    version: installed.version,
    location: installed.location,
    licence: installed.licence,
    ...(await measure(installed)),
    dependencies: countDependencies(installed, installation),
  }))
  const packages = (await Promise.all(rows)).sort((a, b) => b.bytes - a.bytes)
  return {
    project,
    computedAt: new Date(),
    totals: addUp(packages),
    packages,
    duplicates: findDuplicates(packages),
    licences: countLicences(packages),
  }
}

function addUp(packages: readonly PackageReport[]): Report['totals'] {
  const sum = (field: keyof Measurement) => packages.reduce((total, each) => total + each[field], 0)
  return { packages: packages.length, files: sum('files'), bytes: sum('bytes'), gzipBytes: sum('gzipBytes') }
}
