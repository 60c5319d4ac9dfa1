import type { Address } from './address.ts'
import { hashText } from './hash.ts'

/** The file of an address: `./cache/users.json` and the key `1` give `./cache/users-<hash>.json`. */
export function fileOf(address: Address): string {
  const path = withoutTrailingSeparators(address.path)
  if (address.exact || address.key === '') return path
  const { directory, stem, extension } = partsOf(path)
  return `${directory}${stem}-${hashText(address.key)}${extension}`
}

/** True where a file beside `base` is its own or one of its keys': `users.json` and `users-<hash>.json`, not `users-old.json`. */
export function isSiblingOf(base: string, fileName: string): boolean {
  const { stem, extension } = partsOf(withoutTrailingSeparators(base))
  if (fileName === `${stem}${extension}`) return true
  if (!fileName.startsWith(`${stem}-`) || !fileName.endsWith(extension)) return false
  return HASH.test(fileName.slice(stem.length + 1, fileName.length - extension.length))
}

const HASH = /^[0-9a-f]{16}$/

/** A backslash separates on Windows, and everywhere: one configuration gives one name on every platform. */
function partsOf(path: string): { directory: string; stem: string; extension: string } {
  const start = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1
  const name = path.slice(start)
  const dot = name.lastIndexOf('.')
  // Neither the dot of `.cache` nor a last one, which Windows drops, begins an extension.
  const end = dot > 0 && dot < name.length - 1 ? dot : name.length
  return { directory: path.slice(0, start), stem: name.slice(0, end), extension: name.slice(end) }
}

/** `./cache/` names the same file as `./cache`: an entry lives in a file, not in a directory. */
function withoutTrailingSeparators(path: string): string {
  return path.replace(/(?<=[^/\\])[/\\]+$/, '')
}
