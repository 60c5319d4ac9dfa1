import type { Dirent } from 'node:fs'
import { readdir, realpath } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { readLicence } from './licences.ts'
import { listNames, readManifest, readText } from './manifest.ts'

/** A folder from which Node can load a package. */
export interface InstalledPackage {
  readonly name: string
  readonly version: string
  /** The real path. Several links to one folder are one package. */
  readonly folder: string
  /** The same folder relative to the project, with `/` on every platform. */
  readonly location: string
  readonly licence: string | null
  /** Names in the manifest. An optional one may not be installed, for example a binary for another platform. */
  readonly dependencyNames: readonly string[]
}

export interface Installation {
  /** One per folder, sorted by location. */
  readonly packages: readonly InstalledPackage[]
  /** The package at each path below a `node_modules`, links included. */
  readonly byPath: ReadonlyMap<string, InstalledPackage>
}

/** Names and versions that npm accepts. Both become part of file names, so nothing else is allowed. */
const VALID_NAME = /^(?:@[\w.~-]+\/)?[\w~-][\w.~-]*$/
const VALID_VERSION = /^\w[\w.+-]*$/

/** Finds every package installed for `project`: in its `node_modules`, and in those of the packages found there. */
export async function findPackages(project: string): Promise<Installation> {
  const root = await realpath(project)
  const byFolder = new Map<string, InstalledPackage>()
  const byPath = new Map<string, InstalledPackage>()
  const pending = new Set([join(root, 'node_modules')])

  const visit = async (path: string) => {
    const folder = await realpath(path).catch(() => null) // null for a broken link
    if (folder === null) return
    const installed = byFolder.get(folder) ?? (await readPackage(root, path, folder))
    if (installed === null) return
    byPath.set(path, installed)
    byFolder.set(folder, installed)
    for (const modules of listModuleFolders(folder)) pending.add(modules)
  }

  for (const modules of pending) {
    for (const path of await listCandidates(modules)) await visit(path)
  }
  return { packages: [...byFolder.values()].sort(compareLocations), byPath }
}

/** Lists `node_modules/name` and `node_modules/@scope/name`. Skips `.bin`, `.cache` and other hidden folders. */
async function listCandidates(modules: string): Promise<string[]> {
  const names = await listFolderNames(modules)
  const nested = names.map(async (name) => {
    if (!name.startsWith('@')) return [join(modules, name)]
    return (await listFolderNames(join(modules, name))).map((nameInScope) => join(modules, name, nameInScope))
  })
  return (await Promise.all(nested)).flat()
}

async function listFolderNames(folder: string): Promise<string[]> {
  const found: Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return found.filter(canHoldPackage).map((each) => each.name)
}

async function readPackage(root: string, path: string, folder: string): Promise<InstalledPackage | null> {
  const manifest = await readManifest(folder)
  if (manifest === null) return null
  const names = [...listNames(manifest, 'dependencies'), ...listNames(manifest, 'optionalDependencies')]
  return {
    name: validate(VALID_NAME, readText(manifest, 'name')) ?? getNameFromPath(path),
    version: validate(VALID_VERSION, readText(manifest, 'version')) ?? '0.0.0',
    folder,
    location: relative(root, folder).split(sep).join('/'),
    licence: readLicence(manifest),
    dependencyNames: [...new Set(names)],
  }
}

/** The folders that may hold dependencies: the package's own `node_modules`, and with pnpm the one around the package. */
function listModuleFolders(folder: string): string[] {
  const parent = isScope(dirname(folder)) ? dirname(dirname(folder)) : dirname(folder)
  const own = join(folder, 'node_modules')
  return basename(parent) === 'node_modules' ? [own, parent] : [own]
}

function getNameFromPath(path: string): string {
  return isScope(dirname(path)) ? `${basename(dirname(path))}/${basename(path)}` : basename(path)
}

function validate(pattern: RegExp, text: string | null): string | null {
  return text !== null && pattern.test(text) ? text : null
}

function isScope(folder: string): boolean {
  return basename(folder).startsWith('@')
}

function canHoldPackage(entry: Dirent): boolean {
  return (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.')
}

function compareLocations(a: InstalledPackage, b: InstalledPackage): number {
  return a.location < b.location ? -1 : 1
}
