import { fileUrlToPath } from '#file-url'
import { describeValue, InvalidOptionError, InvalidPathError, isCachettaError } from '../errors.ts'
import { ignoreRejection } from './ignore-rejection.ts'

/** The place of the entries of a cache: a literal path, or a function that returns the path of each entry. */
export type Path<Args extends readonly unknown[] = readonly never[]> = string | PathFunction<Args>

/** Returns the path of the entry for these arguments. */
export interface PathFunction<Args extends readonly unknown[] = readonly never[]> {
  /** Returns the path. Arguments can come from outside, so a `..` segment is an error, except in `trustedBase`. */
  (...args: Args): string
  /** The literal path at the beginning of every returned path. The developer wrote it, so it may contain `..`. */
  readonly trustedBase?: string
}

/** A `file:` URL, for example `new URL('./cache', import.meta.url)`. Hosts without files may have no type for it. */
export interface FileUrl {
  /** The text of the URL. */
  readonly href: string
  /** `'file:'`; any other URL is refused. */
  readonly protocol: string
}

/** True for a URL, also for one of another realm, for example of jsdom. */
export function isUrl(value: unknown): value is FileUrl {
  return Object.prototype.toString.call(value) === '[object URL]'
}

/** Returns the path of a `file:` URL. Throws `InvalidOptionError` for any other URL, and where there are no files. */
export function pathOfUrl({ href }: FileUrl): string {
  try {
    return fileUrlToPath(href)
  } catch (cause) {
    const given = `the URL ${describeValue(href)} was given`
    throw new InvalidOptionError(`path: ${given}; accepted is a path, or a file: URL of this machine`, { cause })
  }
}

/** Throws `InvalidPathError` unless `path` can be a literal path. The developer wrote it, so `..` is allowed. */
export function checkLiteralPath(path: unknown): asserts path is string {
  const accepted = findBrokenRule(path)
  if (accepted !== undefined) {
    throw new InvalidPathError(`path: ${describeValue(path)} was given; accepted is ${accepted}`)
  }
}

/** Calls the path function. Throws `InvalidPathError` if it throws, or if the path is invalid or has a `..` segment. */
export function resolvePath(path: PathFunction, args: readonly unknown[]): string {
  const resolved = callPathFunction(path, args)
  const base = path.trustedBase ?? ''
  const rest = typeof resolved === 'string' && resolved.startsWith(base) ? resolved.slice(base.length) : resolved
  const accepted = findBrokenRuleOfPart(rest)
  if (accepted === undefined) return resolved
  throw new InvalidPathError(`the path function returned ${describeValue(rest)}; accepted is ${accepted}`)
}

/**
 * Returns the path of what lies under `base`, like Python's `/`. `under` is a list of segments, or a function of the arguments
 * that returns a segment. Throws `InvalidPathError` for `..`, an absolute path or a drive, so the path never leaves the base.
 */
export function joinPath(base: Path, under: readonly string[] | PathFunction): Path {
  if (typeof under !== 'function') {
    const segments = joinSegments(under)
    return typeof base === 'string' ? appendSegments(base, segments) : extendPathFunction(base, () => segments)
  }
  const segmentsOf = (...args: readonly never[]): string => joinSegments([under(...args)])
  if (typeof base === 'function') return extendPathFunction(base, segmentsOf)
  const path = (...args: readonly never[]): string => appendSegments(base, segmentsOf(...args))
  return Object.assign(path, { trustedBase: base })
}

function extendPathFunction(base: PathFunction, segmentsOf: PathFunction): PathFunction {
  const path = (...args: readonly never[]): string => appendSegments(base(...args), segmentsOf(...args))
  return base.trustedBase === undefined ? path : Object.assign(path, { trustedBase: base.trustedBase })
}

/** Joins `['a', './b/']` and `['a', '.\\b']` to the same text on every platform: `a/b`. */
function joinSegments(segments: readonly string[]): string {
  for (const segment of segments) {
    const accepted =
      findBrokenRuleOfPart(segment) ?? (ABSOLUTE.test(segment) ? 'a path relative to the base' : undefined)
    if (accepted !== undefined) {
      throw new InvalidPathError(`at(): ${describeValue(segment)} was given; accepted is ${accepted}`)
    }
  }
  const names = segments.flatMap((segment) => segment.split(/[/\\]/)).filter((name) => name !== '' && name !== '.')
  if (names.length === 0) throw new InvalidPathError('at(): no name was given; accepted is at least one under the base')
  return names.join('/')
}

const ABSOLUTE = /^(?:[/\\]|[a-z]:)/i

function appendSegments(base: string, segments: string): string {
  return /[/\\]$/.test(base) ? base + segments : `${base}/${segments}`
}

function callPathFunction(path: PathFunction, args: readonly unknown[]): string {
  try {
    // A cast, because the types of the cached function have compared its arguments with those of the path function.
    const resolved = path(...(args as readonly never[]))
    ignoreRejection(resolved)
    return resolved
  } catch (cause) {
    if (isCachettaError(cause)) throw cause
    throw new InvalidPathError('the path function threw an error; see the cause of this one', { cause })
  }
}

/** The rule that a path breaks, as an error message states it. */
function findBrokenRule(path: unknown): string | undefined {
  if (typeof path !== 'string' || path === '') return 'a non-empty string'
  return path.includes('\0') ? 'a path without NUL characters' : undefined
}

/** True if a path, or what follows its base, has no `..` segment and no NUL. */
export function isSafePart(part: string): boolean {
  return findBrokenRuleOfPart(part) === undefined
}

/** The same for a path that must stay under a base. */
function findBrokenRuleOfPart(path: unknown): string | undefined {
  return (
    findBrokenRule(path) ??
    (PARENT_SEGMENT.test(`${path}`) ? 'a path without ".." segments, which could leave the directory' : undefined)
  )
}

// Windows ignores dots and spaces at the end of a name, so it reads `.. ` as `..`.
const PARENT_SEGMENT = /(?:^|[/\\])\.\.[. ]*(?:[/\\]|$)/
