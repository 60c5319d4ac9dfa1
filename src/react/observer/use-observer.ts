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

// The hook itself only subscribes and maps. What an entry is and who wins a race is decided in engine/; when this component
// asks for a fetch, in observer.ts, pages.ts and triggers.ts.

/** Looks at what is query, for as long as the component is mounted. */
export function useObserver<View extends Observer, Want extends HookQuery>(
  hookState: HookState<View, Want>,
  query: Want | undefined,
  config: Config,
): Result {
  const { refreshInterval = 0, suspense } = config
  const observer = hookState.observerFor(query)
  const state = useSyncExternalStore(
    observer?.subscribe ?? subscribeToNothing,
    observer?.getSnapshot ?? getNothing,
    observer?.getServerSnapshot ?? getNothing,
  )
  const dataIn = (known: Snapshot) => selectData(hookState.displayed, query, config, known)
  const data = dataIn(state)
  const pace = typeof refreshInterval === 'function' ? refreshInterval(state.data) : refreshInterval
  if (suspense && observer && hasNothingToShow(state, data)) throwToBoundary(observer)

  useCommitEffect(() => hookState.commit(query, observer, data))
  useCommitEffect(() => observer?.start(), [observer])
  useEffect(() => observer && revalidateOnHostEvents(observer), [observer])
  useEffect(() => observer && startPolling(observer, pace), [observer, pace])
  useDebugValue(data)
  return createResult(hookState, observer, { state, data, dataIn })
}

const getNothing = () => EMPTY_SNAPSHOT
const subscribeToNothing = () => () => {}
