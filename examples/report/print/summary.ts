import { relative } from 'node:path'
import type { CacheFiles } from '../cache-files.ts'
import type { Duplicate } from '../installed/duplicates.ts'
import type { LicenceCount } from '../installed/licences.ts'
import type { PackageReport, Report } from '../report.ts'
import { tableLines } from './table.ts'
import { bytesInWords, countInWords, numberInWords } from './words.ts'

const LARGEST = 10

const PACKAGE_COLUMNS = [
  { heading: 'package' },
  { heading: 'files', figures: true },
  { heading: 'size', figures: true },
  { heading: 'gzip', figures: true },
  { heading: 'brings', figures: true },
  { heading: 'licence' },
]

export function totalsLine({ totals }: Report): string {
  const { packages, files, bytes, gzipBytes } = totals
  return `${countInWords(packages, 'package')}, ${countInWords(files, 'file')}, ${bytesInWords(bytes)}, ${bytesInWords(gzipBytes)} as gzip`
}

/** The largest packages; `brings` counts everything a package depends on. */
export function largestLines({ packages }: Report, width: number): string[] {
  return tableLines(PACKAGE_COLUMNS, packages.slice(0, LARGEST).map(packageRow), width)
}

export function duplicateLines(duplicates: readonly Duplicate[]): string[] {
  if (duplicates.length === 0) return ['none']
  return duplicates.flatMap(({ name, copies }) => [
    `${name}: ${countInWords(copies.length, 'copy', 'copies')}`,
    ...copies.map(({ version, place }) => `  ${version} in ${place}`),
  ])
}

export function licenceLines(licences: readonly LicenceCount[]): string[] {
  const most = Math.max(0, ...licences.map(({ packages }) => numberInWords(packages).length))
  return licences.map(({ licence, packages }) => `${numberInWords(packages).padStart(most)} ${licence ?? 'not stated'}`)
}

/** Where the entries lie, and how to look at them. */
export function fileLines({ dir, files, bytes, example }: CacheFiles, from: string): string[] {
  const where = `${countInWords(files, 'readable file')}, ${bytesInWords(bytes)}, in ${seenFrom(from, dir)}`
  if (example === null) return [where]
  const path = quoted(seenFrom(from, example.path))
  return [where, '', `cat ${path}`, `jq .value ${path}`, '', ...example.begins.trimEnd().split('\n')]
}

function packageRow({ name, version, files, bytes, gzipBytes, dependencies, licence }: PackageReport): string[] {
  return [
    `${name}@${version}`,
    numberInWords(files),
    bytesInWords(bytes),
    bytesInWords(gzipBytes),
    numberInWords(dependencies.transitive),
    licence ?? 'not stated',
  ]
}

/** A path as short as it can be typed in the folder `from`. */
function seenFrom(from: string, path: string): string {
  const short = relative(from, path)
  return short === '' || short.startsWith('..') ? path : short
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
