import type { Asked } from './asked.ts'
import { askedBy } from './asked.ts'
import type { Face } from './faces.ts'
import { faceOf } from './faces.ts'
import { mutateBy } from './mutate.ts'

/**
 * `mutate` by key or, with a function, of every entry that is shown or in memory and whose key, as it was given, passes.
 * Resolves with what the change gave; for many, with a list.
 */
export function mutateKeys(cache: Face, key: unknown, given: readonly unknown[]): Promise<unknown> {
  if (typeof key === 'function' && !faceOf(key)) {
    const filter = (each: unknown) => Boolean(key(each))
    return Promise.all(known(cache, filter).map((asked) => mutateBy(cache.engine, asked, given)))
  }
  const asked = askedBy(key, cache, {})
  return asked ? mutateBy(asked.face.engine, asked, given) : Promise.resolve(undefined)
}

function known(cache: Face, filter: (key: unknown) => boolean): Asked[] {
  const found = new Map<string, Asked>()
  const { engine } = cache
  const remembered = [...(cache.memory ?? engine.shown)].map(([, each]) => each)
  for (const { key } of [...engine.slots.values(), ...remembered]) {
    if (key === undefined || !filter(key)) continue
    const asked = askedBy(key, cache, {})
    if (asked) found.set(asked.id, asked)
  }
  return [...found.values()]
}
