import type { Engine } from '../../engine/engine.ts'
import { log } from '../../engine/log.ts'
import { setError } from '../../engine/memory/memories.ts'
import type { EntryRequest } from '../../engine/request/request.ts'
import { notifyListeners } from '../../engine/slot/slot.ts'
import { InvalidOptionError } from '../../errors.ts'
import { addressText } from '../../key/address.ts'
import type { Observer } from './observer.ts'

/** Those who wait for the data learn that nothing can get it, as of a request that failed. */
export function failMissingFetcher(engine: Engine, request: EntryRequest): void {
  setError(engine, request.id, new InvalidOptionError(missingFetcherMessage(request)))
  notifyListeners(engine.slots.get(request.id), 'flight')
}

/** Warns once per key; a moment later, for another hook may just be about to fetch. */
export function warnMissingFetcher(observer: Observer): void {
  const { handle, id } = observer.query
  const { clock, warnedOnce } = handle.engine
  clock.after(0, () => {
    const { data, error, isValidating } = observer.readSnapshot()
    if (!observer.isReady || data !== undefined || error !== undefined || isValidating || warnedOnce.has(id)) return
    noteStreamedEntry(handle.engine, id)
    log('warn', missingFetcherMessage(observer.query))
  })
}

/** Keeps quiet about an entry that someone else will fill, such as a stream. */
export function noteStreamedEntry({ warnedOnce }: Engine, id: string): void {
  warnedOnce.set(id, true)
}

function missingFetcherMessage({ address }: EntryRequest): string {
  return `${addressText(address)}: nothing is cached, and nothing can get it; give the hook or a CachettaProvider a fetcher, or put a cached function in front of the key`
}
