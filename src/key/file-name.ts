import type { Address } from './address.ts'
import { hashText } from './hash.ts'
import { escapeNames, unescapeNames } from './reserved-names.ts'

/**
 * Returns the file of an address. The path `./cache/users.json` and the key `1` give `./cache/users-<hash>.json`. A name that the
 * store uses for itself is changed (reserved-names.ts).
 */
export function fileOf(address: Address): string {
  const path = removeTrailingSeparators(address.path)
  if (address.exact || address.key === '') return escapeNames(path)
  const { directory, stem, extension } = splitPath(path)
  return escapeNames(`${directory}${stem}-${hashText(address.key)}${extension}`)
}

/** The names of the files of one base, in its directory. */
export interface FileNames {
  /**
   * True for the file of the base itself and of one of its keys. Of `users.json`, these are `users.json` and `users-<hash>.json`, but
   * not `users-old.json`.
   */
  includes(fileName: string): boolean
  /** True if `fileName`, which is one of them, is the file of this key. */
  isOfKey(fileName: string, key: string): boolean
}

/** Prepares the comparison of many file names with those of a base. */
export function createFileNames(base: string): FileNames {
  const { stem, extension } = splitPath(removeTrailingSeparators(base))
  const own = `${stem}${extension}`
  const start = `${stem}-`
  const hashOf = (name: string): string => name.slice(start.length, name.length - extension.length)
  return {
    includes(fileName) {
      const name = unescapeNames(fileName)
      return name === own || (name.startsWith(start) && name.endsWith(extension) && HASH.test(hashOf(name)))
    },
    isOfKey(fileName, key) {
      const name = unescapeNames(fileName)
      if (escapeNames(name) !== fileName) return false
      return key === '' ? name === own : name !== own && hashOf(name) === hashText(key)
    },
  }
}

/** True if a file in the directory of `base` is one of its files, see {@link FileNames}. */
export function isFileOf(base: string, fileName: string): boolean {
  return createFileNames(base).includes(fileName)
}

const HASH = /^[0-9a-f]{16}$/

/** A backslash is a separator on every platform, as on Windows, so that one configuration gives the same name everywhere. */
function splitPath(path: string): { directory: string; stem: string; extension: string } {
  const start = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1
  const name = path.slice(start)
  const dot = name.lastIndexOf('.')
  // No extension starts at the dot of `.cache`, or at a dot at the end of the name. Windows drops the latter.
  const end = dot > 0 && dot < name.length - 1 ? dot : name.length
  return { directory: path.slice(0, start), stem: name.slice(0, end), extension: name.slice(end) }
}

/** `./cache/` means the same file as `./cache`, because an entry is a file and not a directory. */
function removeTrailingSeparators(path: string): string {
  if (!path.endsWith('/') && !path.endsWith('\\')) return path // the pattern below takes longer
  return path.replace(/(?<=[^/\\])[/\\]+$/, '')
}
