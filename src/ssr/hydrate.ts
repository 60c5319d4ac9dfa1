import type { Face } from '../engine/faces.ts'
import { faceOf } from '../engine/faces.ts'
import { log } from '../engine/log.ts'
import { remember } from '../engine/memories.ts'
import type { Remembered } from '../engine/memory.ts'
import { idOf } from '../engine/question.ts'
import { serve } from '../engine/served.ts'
import { notify } from '../engine/slots.ts'
import { storeServed } from '../engine/store-served.ts'
import { InvalidOptionError, shown } from '../errors.ts'
import { stateIn } from './state.ts'

/**
 * Puts what `dehydrate` wrote into the cache of a browser, before `hydrateRoot`: the first render is the server's, and what is
 * fresh is not fetched again. Newer data stays. A state that is damaged, or of another format, is one warning and nothing else.
 * @param state the text, or what `JSON.parse` made of it
 */
export function hydrate(cache: object, state: unknown): void {
  const face = faceFor(cache)
  for (const remembered of arrivedWith(face, state)) {
    serve(face.engine, idOf(remembered.address), remembered)
    if (receive(face, remembered)) tell(face, remembered)
  }
}

function faceFor(cache: object): Face {
  const face = faceOf(cache)
  if (face) return face
  throw new InvalidOptionError(`cache: ${shown(cache)} was given; accepted is a Cachetta`)
}

/** The entries of a state, as whoever remembers them does; none where it is damaged. */
export function arrivedWith({ base, policy }: Face, state: unknown): Remembered[] {
  try {
    return stateIn(state, policy.types, base).map(({ address, entry }) => ({
      address,
      entry,
      source: 'server',
      requestedAt: entry.storedAt,
    }))
  } catch (error) {
    log('warn', 'the state that came with the page cannot be used; what it was for is fetched', error)
    return []
  }
}

/**
 * Remembers what came, and answers whether it is news, which those who listen have yet to be told.
 *
 *     server    | v1 |~~~~~travels~~~~~|         older than what this browser knows already: it is what the page
 *     browser          | v2 |                    shows until it has hydrated, and is kept nowhere
 */
export function receive({ engine, memory = engine.shown }: Face, remembered: Remembered): boolean {
  const id = idOf(remembered.address)
  const known = engine.slots.get(id)?.pinned ?? memory.get(id)
  if (known && known.entry.storedAt >= remembered.entry.storedAt) return false
  remember(engine, { id, memory }, remembered)
  return true
}

export function tell({ engine, policy }: Face, remembered: Remembered): void {
  notify(engine.slots.get(idOf(remembered.address)))
  void storeServed(engine, remembered, policy.types)
}
