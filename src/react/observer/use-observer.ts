import { useDebugValue, useEffect, useReducer } from 'react'
import type { Config } from '../config/config.ts'
import { refreshIntervalFor } from '../config/config.ts'
import { hasNothingToShow, throwToBoundary } from '../result/promise.ts'
import type { AnyResult, Render, ResultState } from '../result/result.ts'
import { createResult } from '../result/result.ts'
import { previousData, selectData } from '../result/selected-data.ts'
import type { Snapshot } from '../result/snapshot.ts'
import { createSnapshotWithoutKey, EMPTY_SNAPSHOT } from '../result/snapshot.ts'
import type { Displayed, HookState } from './hook-state.ts'
import type { Observer } from './observer.ts'
import type { HookQuery } from './query.ts'
import { revalidateOnHostEvents, startPolling } from './triggers.ts'
import { useCommitEffect } from './use-commit-effect.ts'
import { useSyncExternalStore } from './use-sync-external-store.ts'

/** Maps what one render has to what the hook returns. */
type MapResult<Observing extends Observer> = (
  hookState: ResultState,
  observer: Observing | undefined,
  render: Render,
) => AnyResult

/** Observes a query while the component is mounted: subscribes to its observer and maps the snapshot to a result. */
export function useObserver<Observing extends Observer, Query extends HookQuery>(
  hookState: HookState<Observing, Query>,
  query: Query | undefined,
  config: Config,
  mapResult: MapResult<Observing> = createResult,
): AnyResult {
  const { suspense } = config
  const observer = hookState.observerFor(query)
  const seen = useSyncExternalStore(
    observer?.subscribe ?? subscribeToNothing,
    observer?.getSnapshot ?? getEmptySnapshot,
    observer?.getServerSnapshot ?? getEmptySnapshot,
  )
  const snapshot = observer ? seen : createSnapshotWithoutKey(config)
  const select = (each: Snapshot) => selectData(hookState.displayed, query, config, each)
  const data = select(snapshot)
  const isPrevious = previousData(hookState.displayed, query, config, snapshot) !== undefined
  const previousObserver = isPrevious ? hookState.displayed.observer : undefined
  const interval = refreshIntervalFor(config, snapshot.data)
  if (suspense && observer && hasNothingToShow(snapshot, data)) throwToBoundary(observer)

  const own = isPrevious ? undefined : toDisplayed(query, observer, snapshot, data)
  useCommitEffect(() => hookState.commit(query, observer, own))
  const [, render] = useReducer(countUp, 0)
  useCommitEffect(() => previousObserver?.watch(() => void (select(snapshot) !== data && render())), [previousObserver])
  useCommitEffect(() => observer?.start(), [observer])
  useEffect(() => observer && revalidateOnHostEvents(observer), [observer])
  useEffect(() => observer && startPolling(observer, interval), [observer, interval])
  useDebugValue(data)
  return mapResult(hookState, observer, { snapshot, data, select })
}

const countUp = (count: number): number => count + 1

/** Returns what a render displays of its own entry. */
export function toDisplayed(
  query: HookQuery | undefined,
  observer: Observer | undefined,
  snapshot: Snapshot,
  data: unknown,
): Displayed {
  return {
    id: query?.id,
    cache: query?.config.handle,
    data,
    selectedFrom: snapshot.data,
    observer: snapshot.updatedAt === undefined ? undefined : observer,
  }
}

const getEmptySnapshot = () => EMPTY_SNAPSHOT
const subscribeToNothing = () => () => {}
