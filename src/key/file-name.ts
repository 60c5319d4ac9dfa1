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

/**
 * True if a file in the directory of `base` is the file of `base` itself or of one of its keys. Of `users.json`, these are
 * `users.json` and `users-<hash>.json`, but not `users-old.json`.
 */
export function isFileOf(base: string, fileName: string): boolean {
  return isNameOf(base, unescapeNames(fileName))
}

function isNameOf(base: string, fileName: string): boolean {
  const { stem, extension } = splitPath(removeTrailingSeparators(base))
  if (fileName === `${stem}${extension}`) return true
  if (!fileName.startsWith(`${stem}-`) || !fileName.endsWith(extension)) return false
  return HASH.test(fileName.slice(stem.length + 1, fileName.length - extension.length))
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
  return path.replace(/(?<=[^/\\])[/\\]+$/, '')
}
