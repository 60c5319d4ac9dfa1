import { faceOf, introduce } from '../engine/faces.ts'
import type { Cachetta } from './interface.ts'

export type Fn = (this: unknown, ...args: readonly unknown[]) => unknown

/** Gives a cached function the name and length of its original, its cache, its verbs, and a face of its own. */
export function dress(cached: Fn, original: Fn, cache: Cachetta, verbs: Readonly<Record<string, Fn>>): Fn {
  Object.defineProperties(cached, {
    name: { value: original.name, configurable: true },
    length: { value: original.length, configurable: true },
    cache: { value: cache, enumerable: true },
  })
  for (const [name, verb] of Object.entries(verbs))
    Object.defineProperty(cached, name, { value: verb, enumerable: true })
  const face = faceOf(cache)
  if (face) introduce(cached, { ...face, fn: original })
  return cached
}
