import { hasLongTexts } from '#environment'
import type { Engine } from '../../engine/engine.ts'
import { showError } from '../../engine/memory/memories.ts'
import type { EntryRequest } from '../../engine/request/request.ts'
import { reportTrouble } from '../../engine/trouble.ts'
import { InvalidOptionError } from '../../errors.ts'
import { addressText } from '../../key/address.ts'
import type { Observer } from './observer.ts'

/** Hooks that wait for the data get an error, because nothing can fetch it. An open stream sends it. */
export function failMissingFetcher(engine: Engine, request: EntryRequest): void {
  if (engine.streamedEntries.has(request.id)) return
  showError(engine, request.id, new InvalidOptionError(missingFetcherMessage(request)))
}

/** Warns once per key. It does so a moment later, because another hook may be about to fetch the entry. */
export function warnMissingFetcher(observer: Observer): void {
  const { handle, id } = observer.query
  const { clock, streamedEntries } = handle.engine
  clock.after(0, () => {
    const { data, error, isValidating, updatedAt } = observer.readSnapshot()
    if (!observer.isReady || updatedAt !== undefined || data !== undefined || error !== undefined || isValidating)
      return
    if (streamedEntries.has(id)) return
    reportTrouble(handle.engine, ['no fetcher', id], missingFetcherMessage(observer.query))
  })
}

function missingFetcherMessage({ address }: EntryRequest): string {
  return `${addressText(address)}: no data and no fetcher${hasLongTexts ? '; give the hook or its provider one, or put a cached function into the key' : ''}`
}
