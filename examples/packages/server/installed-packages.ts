import { stat } from 'node:fs/promises'
import { listDirectDependencies } from '../../report/installed/dependencies.ts'
import { listFiles } from '../../report/installed/measure.ts'
import type { InstalledPackage } from '../../report/installed/scan.ts'
import { findPackages } from '../../report/installed/scan.ts'
import type { PackageSummary } from '../api-types.ts'

export interface IndexedPackage extends PackageSummary {
  readonly folder: string
  /** Ids of the direct dependencies that are installed. */
  readonly dependencyIds: readonly string[]
}

/** Lists the packages in a project's `node_modules`, the largest first. A version in several folders is listed once. */
export async function readInstalledPackages(project: string): Promise<IndexedPackage[]> {
  const installation = await findPackages(project)
  const byId = new Map(installation.packages.map((installed) => [createId(installed), installed]))
  const packages: IndexedPackage[] = []
  for (const [id, installed] of byId) {
    const { name, version, licence, folder } = installed
    const dependencyIds = [...new Set(listDirectDependencies(installed, installation).map(createId))]
    const size = await measureSize(folder)
    packages.push({ id, name, version, licence, folder, ...size, dependencyCount: dependencyIds.length, dependencyIds })
  }
  return packages.sort((a, b) => b.bytes - a.bytes)
}

function createId({ name, version }: InstalledPackage): string {
  return `${name}@${version}`
}

async function measureSize(folder: string): Promise<{ readonly files: number; readonly bytes: number }> {
  let [files, bytes] = [0, 0]
  for await (const file of listFiles(folder)) {
    files += 1
    bytes += (await stat(file)).size
  }
  return { files, bytes }
}
