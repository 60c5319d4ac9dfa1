import type { Dependencies } from './installed/dependencies.ts'
import { dependenciesOf } from './installed/dependencies.ts'
import type { Duplicate } from './installed/duplicates.ts'
import { findDuplicates } from './installed/duplicates.ts'
import type { LicenceCount } from './installed/licences.ts'
import { countLicences } from './installed/licences.ts'
import type { Measurement } from './installed/measure.ts'
import type { Installation, InstalledPackage } from './installed/scan.ts'

export interface Report {
  readonly project: string
  /** A `Date`, and it comes back from the cache as one. */
  readonly computedAt: Date
  readonly totals: Measurement & { readonly packages: number }
  /** The largest first. */
  readonly packages: readonly PackageReport[]
  readonly duplicates: readonly Duplicate[]
  readonly licences: readonly LicenceCount[]
}

export interface PackageReport extends Measurement {
  readonly name: string
  readonly version: string
  readonly place: string
  readonly licence: string | null
  readonly dependencies: Dependencies
}

/** Puts the report together. What takes the time is `measure`, asked once per package. */
export async function composeReport(
  project: string,
  installation: Installation,
  measure: (installed: InstalledPackage) => Promise<Measurement>,
): Promise<Report> {
  const rows = installation.packages.map(async (installed) => ({
    name: installed.name,
    version: installed.version,
    place: installed.place,
    licence: installed.licence,
    ...(await measure(installed)),
    dependencies: dependenciesOf(installed, installation),
  }))
  const packages = (await Promise.all(rows)).sort((a, b) => b.bytes - a.bytes)
  return {
    project,
    computedAt: new Date(),
    totals: totalsOf(packages),
    packages,
    duplicates: findDuplicates(packages),
    licences: countLicences(packages),
  }
}

function totalsOf(packages: readonly PackageReport[]): Report['totals'] {
  const sum = (field: keyof Measurement) => packages.reduce((total, each) => total + each[field], 0)
  return { packages: packages.length, files: sum('files'), bytes: sum('bytes'), gzipBytes: sum('gzipBytes') }
}
