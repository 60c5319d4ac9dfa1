import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { SourceFile } from '../api-types.ts'

/** The files of this example that a visitor can read. */
export interface SourceFiles {
  /** Resolves with `null` for any path that is not in the list. */
  read(path: string): Promise<SourceFile | null>
}

const FOLDERS = ['app', 'server']
const FILES = ['README.md', 'api-types.ts', 'build.mjs']

/**
 * Lists the files once, when the server starts. `read` compares a path with this list and never joins it to a folder, so no path
 * leads out of the example.
 */
export async function listSourceFiles(root: string): Promise<SourceFiles> {
  const listed = await Promise.all(FOLDERS.map((folder) => listFiles(root, join(root, folder))))
  const files = new Map([...FILES, ...listed.flat()].map((path) => [path, join(root, path)]))
  return {
    async read(path) {
      const file = files.get(path)
      return file === undefined ? null : { path, text: await readFile(file, 'utf8') }
    },
  }
}

/** Regular files only: a link could lead out of the folder. */
async function listFiles(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.map(({ name, parentPath }) => relative(root, join(parentPath, name)).replaceAll(sep, '/'))
}
