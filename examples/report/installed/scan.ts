import type { Dirent } from 'node:fs'
import { readdir, realpath } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { licenceOf } from './licences.ts'
import { namesIn, readManifest, textIn } from './manifest.ts'

/** A folder that Node can load a package from. */
export interface InstalledPackage {
  readonly name: string
  readonly version: string
  /** The folder itself, links followed: one package, however many names lead to it. */
  readonly folder: string
  /** The same folder as seen from the project, with `/` on every platform. */
  readonly place: string
  readonly licence: string | null
  /** Names it asks for. Optional ones may be missing, such as binaries for other platforms. */
  readonly requires: readonly string[]
}

export interface Installation {
  /** By folder, in the order of their places. */
  readonly packages: readonly InstalledPackage[]
  /** What a path inside some node_modules leads to. */
  readonly at: ReadonlyMap<string, InstalledPackage>
}

/** What npm lets through. Both end up in file names, so nothing else may. */
const LEGAL_NAME = /^(?:@[\w.~-]+\/)?[\w~-][\w.~-]*$/
const LEGAL_VERSION = /^\w[\w.+-]*$/

/** Finds every package installed for `project`: in its node_modules, and in those of the packages found there. */
export async function findPackages(project: string): Promise<Installation> {
  const root = await realpath(project)
  const byFolder = new Map<string, InstalledPackage>()
  const at = new Map<string, InstalledPackage>()
  const waiting = new Set([join(root, 'node_modules')])

  const visit = async (path: string) => {
    const folder = await realpath(path).catch(() => null) // a link to nowhere
    if (folder === null) return
    const installed = byFolder.get(folder) ?? (await readPackage(root, path, folder))
    if (installed === null) return
    at.set(path, installed)
    byFolder.set(folder, installed)
    for (const modules of modulesBeside(folder)) waiting.add(modules)
  }

  for (const modules of waiting) {
    for (const path of await candidatesIn(modules)) await visit(path)
  }
  return { packages: [...byFolder.values()].sort(byPlace), at }
}

/** `node_modules/name` and `node_modules/@scope/name`; not `.bin`, `.cache` and other housekeeping. */
async function candidatesIn(modules: string): Promise<string[]> {
  const names = await namesOfFolders(modules)
  const nested = names.map(async (name) => {
    if (!name.startsWith('@')) return [join(modules, name)]
    return (await namesOfFolders(join(modules, name))).map((inScope) => join(modules, name, inScope))
  })
  return (await Promise.all(nested)).flat()
}

async function namesOfFolders(folder: string): Promise<string[]> {
  const found: Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return found.filter(mayHoldPackage).map((each) => each.name)
}

async function readPackage(root: string, path: string, folder: string): Promise<InstalledPackage | null> {
  const manifest = await readManifest(folder)
  if (manifest === null) return null
  return {
    name: legal(LEGAL_NAME, textIn(manifest, 'name')) ?? nameFromPath(path),
    version: legal(LEGAL_VERSION, textIn(manifest, 'version')) ?? '0.0.0',
    folder,
    place: relative(root, folder).split(sep).join('/'),
    licence: licenceOf(manifest),
    requires: [...new Set([...namesIn(manifest, 'dependencies'), ...namesIn(manifest, 'optionalDependencies')])],
  }
}

/** Where a package's dependencies may lie: in its own node_modules, or, as pnpm has it, in the one that holds it. */
function modulesBeside(folder: string): string[] {
  const holder = isScope(dirname(folder)) ? dirname(dirname(folder)) : dirname(folder)
  const own = join(folder, 'node_modules')
  return basename(holder) === 'node_modules' ? [own, holder] : [own]
}

function nameFromPath(path: string): string {
  return isScope(dirname(path)) ? `${basename(dirname(path))}/${basename(path)}` : basename(path)
}

function legal(pattern: RegExp, text: string | null): string | null {
  return text !== null && pattern.test(text) ? text : null
}

function isScope(folder: string): boolean {
  return basename(folder).startsWith('@')
}

function mayHoldPackage(entry: Dirent): boolean {
  return (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.')
}

function byPlace(a: InstalledPackage, b: InstalledPackage): number {
  return a.place < b.place ? -1 : 1
}
