import { InvalidPathError } from '../errors.ts'
import type { Path, PathFunction } from './path.ts'
import { checkContained } from './path.ts'

/**
 * The path of what lies under `base`: Python's `/`. Segments are joined; a function of the arguments may name them
 * instead. Never leaves the base: throws `InvalidPathError` for `..`, an absolute path or a drive.
 */
export function pathAt(base: Path, under: readonly string[] | PathFunction): Path {
  if (typeof under !== 'function') {
    const segments = joined(under)
    return typeof base === 'string' ? joinedTo(base, segments) : underFunction(base, () => segments)
  }
  const segmentsOf = (...args: readonly never[]): string => joined([under(...args)])
  if (typeof base === 'function') return underFunction(base, segmentsOf)
  return Object.assign((...args: readonly never[]): string => joinedTo(base, segmentsOf(...args)), { ownBase: base })
}

function underFunction(base: PathFunction, segmentsOf: PathFunction): PathFunction {
  const path = (...args: readonly never[]): string => joinedTo(base(...args), segmentsOf(...args))
  return base.ownBase === undefined ? path : Object.assign(path, { ownBase: base.ownBase })
}

/** `a/b` of `['a', './b/']`, and of `['a', '.\\b']`: the same names on every platform. */
function joined(segments: readonly string[]): string {
  for (const segment of segments) {
    checkContained(segment, 'at()')
    if (ABSOLUTE.test(segment))
      throw new InvalidPathError(`at() ${JSON.stringify(segment)}: give a path relative to the base`)
  }
  const names = segments.flatMap((segment) => segment.split(/[/\\]/)).filter((name) => name !== '' && name !== '.')
  if (names.length === 0) throw new InvalidPathError('at() needs at least one name under the base')
  return names.join('/')
}

const ABSOLUTE = /^(?:[/\\]|[a-z]:)/i

function joinedTo(base: string, segments: string): string {
  return /[/\\]$/.test(base) ? base + segments : `${base}/${segments}`
}
