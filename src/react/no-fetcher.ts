import type { Engine } from '../engine/engine.ts'
import { log } from '../engine/log.ts'
import { noteFailure } from '../engine/memories.ts'
import type { Question } from '../engine/question.ts'
import { notify } from '../engine/slots.ts'
import { InvalidOptionError } from '../errors.ts'
import { addressText } from '../key/address.ts'
import type { Viewing } from './viewing.ts'

/** Those who wait for the data learn that nothing can get it, as of a request that failed. */
export function failForWantOfFetcher(engine: Engine, question: Question): void {
  noteFailure(engine, question.id, new InvalidOptionError(sentence(question)))
  notify(engine.slots.get(question.id), 'flight')
}

/** Warns once per key; a moment later, for another hook may just be about to fetch. */
export function warnForWantOfFetcher(view: Viewing): void {
  const { face, id } = view.wanted
  const { clock, told } = face.engine
  clock.after(0, () => {
    const { data, error, isValidating } = view.now()
    if (!view.isLive || data !== undefined || error !== undefined || isValidating || told.has(id)) return
    excuseFromFetcher(face.engine, id)
    log('warn', sentence(view.wanted))
  })
}

/** Keeps quiet about an entry that someone else will fill, such as a stream. */
export function excuseFromFetcher({ told }: Engine, id: string): void {
  told.put(id, true)
}

function sentence({ address }: Question): string {
  return `${addressText(address)}: nothing is cached, and nothing can get it; give the hook or a CachettaProvider a fetcher, or put a cached function in front of the key`
}
