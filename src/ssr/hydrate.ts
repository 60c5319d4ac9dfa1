import type { Engine } from '../engine/engine.ts'
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

/** Where the scripts of `stateScript` and `withState` leave their states, in the order of the page. */
const LEFT = '__cachetta'

/**
 * Puts what came with a page into the cache of a browser, before `hydrateRoot`: each part's first render is the server's, and
 * what is fresh is not fetched again. Newer data stays. What is damaged, or of another format, is one warning and nothing else.
 * @param state what `dehydrate` wrote, or `JSON.parse` made of it. @default what `stateScript` and `withState` put into this
 * page, now and while the rest of it arrives: of one cache
 */
export function hydrate(cache: object, state?: unknown): void {
  const face = faceFor(cache)
  if (state === undefined) follow(face, (each) => arrive(face, each))
  else arrive(face, state)
}

/**
 *     page       |--push 1--|--push 2--|          |--push 3--|-boundary is revealed-|
 *     hydrate                          | 1, 2 |   | 3 |
 */
function follow(face: Face, take: (state: unknown) => void): void {
  const left: unknown = Reflect.get(globalThis, LEFT) ?? []
  if (!Array.isArray(left)) {
    warn(face, new TypeError(`${LEFT} of this page is something else`))
    return
  }
  Reflect.set(globalThis, LEFT, left)
  Object.assign(left, { push: (...states: readonly unknown[]) => states.forEach(take) })
  for (const state of left.splice(0)) take(state)
}

function arrive(face: Face, state: unknown): void {
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
export function arrivedWith(face: Face, state: unknown): Remembered[] {
  const { base, policy } = face
  const onDamaged = (error: unknown) => warn(face, error)
  try {
    return stateIn(state, { types: policy.types, home: base, onDamaged })
  } catch (error) {
    warn(face, error)
    return []
  }
}

/** Once for each cache: whoever tampers with a page must not fill the log. */
function warn({ engine }: Face, error: unknown): void {
  if (engine.told.has(LEFT)) return
  engine.told.put(LEFT, true)
  log('warn', 'the state that came with the page cannot be used; what it was for is fetched', error)
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
  remember(engine, { id, memory }, ofThePast(engine, remembered))
  return true
}

/** Tells those who listen what was received, and stores it. */
export function tell({ engine, policy }: Face, remembered: Remembered): void {
  notify(engine.slots.get(idOf(remembered.address)))
  if (remembered.persist !== false) void storeServed(engine, ofThePast(engine, remembered), policy.types)
}

/** By a clock that is behind the server's, what has just been fetched would be of the future, and expired. */
function ofThePast({ clock }: Engine, remembered: Remembered): Remembered {
  const { entry } = remembered
  const now = clock.now()
  return entry.storedAt > now ? { ...remembered, entry: { ...entry, storedAt: now } } : remembered
}
