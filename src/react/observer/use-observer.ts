import { useDebugValue, useEffect } from 'react'
import { useSyncExternalStore } from 'use-sync-external-store/shim'
import type { Config } from '../config/config.ts'
import { hasNothingToShow, throwToBoundary } from '../result/promise.ts'
import type { Result } from '../result/result.ts'
import { createResult } from '../result/result.ts'
import { selectData } from '../result/selected-data.ts'
import type { Snapshot } from '../result/snapshot.ts'
import { EMPTY_SNAPSHOT } from '../result/snapshot.ts'
import type { HookState } from './hook-state.ts'
import type { Observer } from './observer.ts'
import type { HookQuery } from './query.ts'
import { revalidateOnHostEvents, startPolling } from './triggers.ts'
import { useCommitEffect } from './use-commit-effect.ts'

/** Observes a query while the component is mounted: subscribes to its observer and maps the snapshot to a result. */
export function useObserver<Observing extends Observer, Query extends HookQuery>(
  hookState: HookState<Observing, Query>,
  query: Query | undefined,
  config: Config,
): Result {
  const { refreshInterval, suspense } = config
  const observer = hookState.observerFor(query)
  const snapshot = useSyncExternalStore(
    observer?.subscribe ?? subscribeToNothing,
    observer?.getSnapshot ?? getEmptySnapshot,
    observer?.getServerSnapshot ?? getEmptySnapshot,
  )
  const select = (each: Snapshot) => selectData(hookState.displayed, query, config, each)
  const data = select(snapshot)
  const interval = typeof refreshInterval === 'function' ? refreshInterval(snapshot.data) : refreshInterval
  if (suspense && observer && hasNothingToShow(snapshot, data)) throwToBoundary(observer)

  useCommitEffect(() => hookState.commit(query, observer, data))
  useCommitEffect(() => observer?.start(), [observer])
  useEffect(() => observer && revalidateOnHostEvents(observer), [observer])
  useEffect(() => observer && startPolling(observer, interval), [observer, interval])
  useDebugValue(data)
  return createResult(hookState, observer, { snapshot, data, select })
}

const getEmptySnapshot = () => EMPTY_SNAPSHOT
const subscribeToNothing = () => () => {}
