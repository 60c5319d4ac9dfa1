import type { Observer } from '../observer/observer.ts'
import { callOption } from '../observer/query.ts'
import { ensureRetry, scheduleRetry, watchLoading } from '../observer/retry.ts'
import type { LoadResult, PagesLoader } from './pages-loader.ts'
import type { Load } from './should-fetch-page.ts'

/** Runs a load, and calls the callbacks of the hook. Resolves with the list. */
export async function runLoad(observer: Observer, loader: PagesLoader, load: Load): Promise<unknown> {
  const stopWatching = watchLoading(observer)
  const result = await loader.load(load)
  stopWatching()
  reportLoad(observer, load, result)
  return observer.readSnapshot().data
}

/** Calls the callbacks of the hook for the requests of a load that it started itself. Retries what has failed. */
function reportLoad(
  observer: Observer,
  { retryCount = 0 }: Load,
  { failure, isStopped, ownFlights }: LoadResult,
): void {
  if (!observer.isReady) return
  const { config, key } = observer.query
  const { onDiscarded, onError, onSuccess } = config
  const { flight } = failure ?? {}
  const discarded = ownFlights.filter(({ isCurrent }) => !isCurrent)
  const report = () => {
    if (observer.isReady) callOption(onDiscarded, [key], undefined)
  }
  // The load did not wait for their ends.
  if (discarded.length > 0) void Promise.race(discarded.map(({ promise }) => promise)).then(report, report)
  if (isStopped) return
  if (!failure && ownFlights.some(({ isCurrent }) => isCurrent)) {
    callOption(onSuccess, [observer.readSnapshot().data, key], undefined)
  }
  if (!failure || flight?.isCurrent === false) {
    ensureRetry(observer)
    return
  }
  if (!flight || ownFlights.includes(flight)) callOption(onError, [failure.error, key], undefined)
  if (flight) scheduleRetry(observer, failure.error, retryCount + 1)
}
