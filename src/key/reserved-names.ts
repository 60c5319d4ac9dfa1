// The names of files that the file store uses for itself: locks, temporary files, and entries that are beside a directory. An entry
// whose own path has such a name gets one more underscore at its end, so the store never takes it for a file of its own:
//
//     .users.cachetta-lock    is stored as    .users.cachetta-lock_
//     .users.cachetta-lock_   is stored as    .users.cachetta-lock__

const reserved = /^\.(?:.*\.)?cachetta-(?:lock|[0-9a-f]{8}-\d+-[0-9a-z]+\.tmp)_*$|\.cachetta-entry_*$/s

const displacedSuffix = '.cachetta-entry'

/** Returns a path whose names are those of entries and directories of a user. */
export function escapeNames(path: string): string {
  return convertNames(path, (name) => (reserved.test(name) ? `${name}_` : name))
}

/** The inverse of `escapeNames`. */
export function unescapeNames(path: string): string {
  return convertNames(path, (name) => (reserved.test(name) && name.endsWith('_') ? name.slice(0, -1) : name))
}

/** Returns the file of an entry while a directory with entries below it is in the entry's own place. */
export function displacedFileOf(file: string): string {
  return `${file}${displacedSuffix}`
}

/** Returns the own place of an entry, for its file or for the one that `displacedFileOf` returns. */
export function ownFileOf(file: string): string {
  return file.endsWith(displacedSuffix) ? file.slice(0, -displacedSuffix.length) : file
}

function convertNames(path: string, convert: (name: string) => string): string {
  return path.includes('cachetta-') ? path.replace(/[^/\\]+/g, convert) : path
}
