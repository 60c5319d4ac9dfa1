import { compute } from '../engine/compute/compute.ts'
import { startFlight } from '../engine/compute/flight.ts'
import type { ComputeRequest } from '../engine/request/request.ts'
import type { QueryEntries, QueryTarget } from './query-entries.ts'
import { toValue } from './query-entries.ts'

/** How a query is fetched. */
interface FetchOptions<Data> {
  fetch(): Data | Promise<Data>
  /** True for a fetch that follows another one: what another tab has stored is no answer to it. */
  readonly force: boolean
  /** Called when the result is stored, or is not going to be. */
  onEnd(): void
}

/**
 * Fetches a query in a flight of its entry: the result is stored, an invalidation meanwhile drops it, and a first fetch is shared with
 * other tabs and clients. Resolves before the store has the result, so a slow store delays nobody:
 *
 *     fetch   |-lock-|---------query function---------|---store---|
 *                                                     ^ resolves
 */
export function fetchQuery<Data>(
  { engine, handle }: QueryEntries,
  target: QueryTarget,
  { fetch, force, onEnd }: FetchOptions<Data>,
): Promise<Data> {
  return new Promise((resolve, reject) => {
    const request: ComputeRequest = {
      ...target,
      shouldStore: (value) => value !== undefined && handle.shouldStore(dataOf(target, value), target.args),
      run: async () => {
        const data = await fetch()
        resolve(data)
        return data === undefined ? data : toValue(target, data)
      },
    }
    const flight = force
      ? startFlight(engine, request, { force, reason: 'query' }).promise
      : compute(engine, request, { reason: 'query' })
    flight.then((value) => resolve(dataOf(target, value) as Data), reject).finally(onEnd) // of another tab: the same query, the same type
  })
}

function dataOf({ isCustomHash }: QueryTarget, value: unknown): unknown {
  return isCustomHash ? Object(value).data : value
}
