import type { AnyHook, Middleware } from './options.ts'
import { useEntry } from './use-entry.ts'

/** The hook with middleware around it, the last innermost. */
export function withMiddleware(middleware: readonly Middleware[]): typeof useEntry {
  const wrapped = middleware.reduceRight<AnyHook>((next, around) => around(next), useEntry as AnyHook)
  return wrapped as typeof useEntry // what a middleware returns stands for the hook it was given
}
