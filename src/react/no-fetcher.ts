import type { Asked } from '../engine/asked.ts'
import type { Engine } from '../engine/engine.ts'
import { log } from '../engine/log.ts'
import { noteFailure } from '../engine/memories.ts'
import { notify } from '../engine/slots.ts'
import { InvalidOptionError } from '../errors.ts'
import { addressText } from '../key/address.ts'
import type { Reporting } from './report.ts'

/** Those who wait for the data learn that nothing can get it, as of a request that failed. */
export function failForWantOfFetcher(asked: Asked): void {
  const { engine } = asked.face
  noteFailure(engine, asked.id, new InvalidOptionError(sentence(asked)))
  notify(engine.slots.get(asked.id), 'flight')
}

const warned = new WeakMap<Engine, Set<string>>()

/** Warns once per key; a moment later, for another hook may just be about to fetch. */
export function warnForWantOfFetcher(view: Reporting): void {
  const { asked } = view
  const { engine } = asked.face
  engine.clock.after(0, () => {
    const { data, error, isValidating } = view.now()
    if (!view.isLive || data !== undefined || error !== undefined || isValidating) return
    if (isNew(asked)) log('warn', sentence(asked))
  })
}

/** Keeps quiet about an entry that someone else will fill, such as a stream. */
export function excuseFromFetcher(asked: Asked): void {
  isNew(asked)
}

function isNew({ face: { engine }, id }: Asked): boolean {
  const known = warned.get(engine) ?? new Set()
  const size = known.size
  warned.set(engine, known.add(id))
  return known.size > size
}

function sentence({ address }: Asked): string {
  return `${addressText(address)}: nothing is cached, and nothing can get it; give the hook or a CachettaProvider a fetcher, or put a cached function in front of the key`
}
