import { stat } from 'node:fs/promises'
import { directDependencies } from '../../report/installed/dependencies.ts'
import { filesOf } from '../../report/installed/measure.ts'
import type { InstalledPackage } from '../../report/installed/scan.ts'
import { findPackages } from '../../report/installed/scan.ts'
import type { PackageRow } from '../answers.ts'

/** All that is installed, the largest first, and what asks for what. */
export interface Catalogue {
  readonly items: readonly Item[]
}

export interface Item extends PackageRow {
  readonly folder: string
  /** Ids of what it asks for and gets. */
  readonly asksFor: readonly string[]
}

/** Looks through a project's node_modules; a version that lies in several places is told once. */
export async function readCatalogue(project: string): Promise<Catalogue> {
  const installation = await findPackages(project)
  const once = new Map(installation.packages.map((installed) => [idOf(installed), installed]))
  const items: Item[] = []
  for (const [id, installed] of once) {
    const asksFor = [...new Set(directDependencies(installed, installation).map(idOf))]
    items.push({ id, ...described(installed), ...(await sizeOf(installed.folder)), requires: asksFor.length, asksFor })
  }
  return { items: items.sort((a, b) => b.bytes - a.bytes) }
}

function idOf({ name, version }: InstalledPackage): string {
  return `${name}@${version}`
}

function described({ name, version, licence, folder }: InstalledPackage) {
  return { name, version, licence, folder }
}

async function sizeOf(folder: string): Promise<{ readonly files: number; readonly bytes: number }> {
  let [files, bytes] = [0, 0]
  for await (const file of filesOf(folder)) {
    files += 1
    bytes += (await stat(file)).size
  }
  return { files, bytes }
}
