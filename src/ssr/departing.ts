import type { Face } from '../engine/faces.ts'
import { faceOf } from '../engine/faces.ts'
import { log } from '../engine/log.ts'
import type { Remembered } from '../engine/memory.ts'
import { InvalidOptionError, shown } from '../errors.ts'
import { addressText } from '../key/address.ts'
import { entryText } from './entry-text.ts'
import { format } from './format.ts'

/** Says which entries travel, by the key as it was given. */
export type Filter = (key: unknown, value: unknown) => boolean

/** What stands behind a scope. Throws for a cache that is none. */
export function faceOfScope(scope: object): Face {
  const face = faceOf(scope)
  if (face?.origin) return face
  throw new InvalidOptionError(`scope: ${shown(scope)} was given; accepted is what cache.scope() returned`)
}

/** The texts of all entries of a scope that have not travelled yet, which from now on have. */
export function departing(face: Face, filter: Filter | undefined, travelled: Set<string>): string[] {
  const texts: string[] = []
  for (const [id, remembered] of heldBy(face)) {
    if (travelled.has(id) || remembered.isPassing) continue
    travelled.add(id)
    if (filter && !filter(remembered.key, remembered.entry.value)) continue
    try {
      texts.push(entryText(face, id, remembered))
    } catch (error) {
      log('warn', `${addressText(remembered.address)} does not travel with its page; the browser fetches it`, error)
    }
  }
  return texts
}

/** The state that `texts` make up. */
export function stateOf(texts: readonly string[]): string {
  return `{"cachetta":${format},"entries":[${texts.join(',')}]}`
}

/** What the page has shown, as it was shown, and what was made ready for it. */
function heldBy({ engine, memory }: Face): Map<string, Remembered> {
  return new Map([...(memory ?? []), ...(engine.page?.shown ?? [])])
}
