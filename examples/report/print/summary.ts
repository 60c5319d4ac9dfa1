import { relative } from 'node:path'
import type { CacheFiles } from '../cache-files.ts'
import type { Duplicate } from '../installed/duplicates.ts'
import type { LicenceCount } from '../installed/licences.ts'
import type { PackageReport, Report } from '../report.ts'
import { formatBytes, formatCount, formatNumber } from './format.ts'
import { formatTable } from './table.ts'

const LARGEST_COUNT = 10
const NO_LICENCE = 'no licence'

const PACKAGE_COLUMNS = [
  { heading: 'package' },
  { heading: 'files', isNumeric: true },
  { heading: 'size', isNumeric: true },
  { heading: 'gzip', isNumeric: true },
  { heading: 'deps', isNumeric: true },
  { heading: 'licence' },
]

export function formatTotals({ totals }: Report): string {
  const { packages, files, bytes, gzipBytes } = totals
  const counts = `${formatCount(packages, 'package')}, ${formatCount(files, 'file')}`
  return `${counts}, ${formatBytes(bytes)}, ${formatBytes(gzipBytes)} gzip`
}

/** The largest packages. The column `deps` counts direct and transitive dependencies. */
export function formatLargest({ packages }: Report, width: number): string[] {
  return formatTable(PACKAGE_COLUMNS, packages.slice(0, LARGEST_COUNT).map(createRow), width)
}

export function formatDuplicates(duplicates: readonly Duplicate[]): string[] {
  if (duplicates.length === 0) return ['none']
  return duplicates.flatMap(({ name, copies }) => [
    `${name}: ${formatCount(copies.length, 'copy', 'copies')}`,
    ...copies.map(({ version, location }) => `  ${version} in ${location}`),
  ])
}

export function formatLicences(licences: readonly LicenceCount[]): string[] {
  const width = Math.max(0, ...licences.map(({ packages }) => formatNumber(packages).length))
  return licences.map(({ licence, packages }) => `${formatNumber(packages).padStart(width)} ${licence ?? NO_LICENCE}`)
}

/** The folder of the entries, and commands that print one of them. */
export function formatFiles({ dir, files, bytes, example }: CacheFiles, from: string): string[] {
  const summary = `${formatCount(files, 'readable file')}, ${formatBytes(bytes)}, in ${shortenPath(from, dir)}`
  if (example === null) return [summary]
  const path = quoteForShell(shortenPath(from, example.path))
  return [summary, '', `cat ${path}`, `jq .value ${path}`, '', ...example.head.trimEnd().split('\n')]
}

function createRow({ name, version, files, bytes, gzipBytes, dependencies, licence }: PackageReport): string[] {
  return [
    `${name}@${version}`,
    formatNumber(files),
    formatBytes(bytes),
    formatBytes(gzipBytes),
    formatNumber(dependencies.transitive),
    licence ?? NO_LICENCE,
  ]
}

/** The path relative to the folder `from` if it lies below it, otherwise the whole path. */
function shortenPath(from: string, path: string): string {
  const short = relative(from, path)
  return short === '' || short.startsWith('..') ? path : short
}

/** Quotes a path if a shell would split or change it. */
function quoteForShell(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
