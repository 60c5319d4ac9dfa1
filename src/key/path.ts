import { CachettaError, InvalidPathError, shown } from '../errors.ts'

/** Where entries live: a literal path, or a function that names the entry of given arguments. */
export type Path<Args extends readonly unknown[] = readonly never[]> = string | PathFunction<Args>

export interface PathFunction<Args extends readonly unknown[] = readonly never[]> {
  (...args: Args): string
  /** The developer's own beginning of every path it returns, which may contain `..`; see `pathAt`. */
  readonly ownBase?: string
}

/** Throws `InvalidPathError` unless `path` can be a literal path. It is the developer's own: `..` is allowed. */
export function checkLiteralPath(path: unknown): asserts path is string {
  const fault = faultOf(path)
  if (fault !== undefined) throw new InvalidPathError(`path ${shown(path)}: ${fault}`)
}

/** What the path function says for these arguments. They can come from outside, so the answer must not contain `..`. */
export function pathFrom(path: PathFunction, args: readonly unknown[]): string {
  const found = answerOf(path, args)
  const base = path.ownBase ?? ''
  const rest = typeof found === 'string' && found.startsWith(base) ? found.slice(base.length) : found
  checkContained(rest, 'the path function returned')
  return found
}

/** Throws `InvalidPathError` unless `path` is one and has no `..` segment. */
export function checkContained(path: unknown, origin: string): asserts path is string {
  const fault =
    faultOf(path) ?? (PARENT_SEGMENT.test(`${path}`) ? 'a ".." segment could leave the directory' : undefined)
  if (fault !== undefined) throw new InvalidPathError(`${origin} ${shown(path)}: ${fault}`)
}

function answerOf(path: PathFunction, args: readonly unknown[]): string {
  try {
    // The arguments are those of the cached function, for which its types have matched the path function.
    return path(...(args as readonly never[]))
  } catch (cause) {
    if (cause instanceof CachettaError) throw cause
    throw new InvalidPathError('the path function threw', { cause })
  }
}

function faultOf(path: unknown): string | undefined {
  if (typeof path !== 'string' || path === '') return 'a path is a non-empty string'
  return path.includes('\0') ? 'a path contains no NUL character' : undefined
}

// Windows drops dots and spaces behind a name, and so reads `.. ` as `..`.
const PARENT_SEGMENT = /(?:^|[/\\])\.\.[. ]*(?:[/\\]|$)/
