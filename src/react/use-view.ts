import { useDebugValue, useEffect } from 'react'
import { useSyncExternalStore } from 'use-sync-external-store/shim'
import type { Config } from './config.ts'
import { dataOf } from './data.ts'
import type { Instance } from './instance.ts'
import { isNothing, suspend } from './promise.ts'
import type { Result } from './result.ts'
import { resultOf } from './result.ts'
import { NOTHING } from './snapshot.ts'
import type { State } from './state.ts'
import { poll, watchHost } from './triggers.ts'
import { useCommitEffect } from './use-commit-effect.ts'
import type { Viewing } from './viewing.ts'
import type { Wanted } from './wanted.ts'

// The hook itself only subscribes and maps. What an entry is and who wins a race is decided in engine/; when this component
// asks for a fetch, in view.ts, pages.ts and triggers.ts.

/** Looks at what is wanted, for as long as the component is mounted. */
export function useView<View extends Viewing, Want extends Wanted>(
  instance: Instance<View, Want>,
  wanted: Want | undefined,
  config: Config,
): Result {
  const { refreshInterval = 0, suspense } = config
  const view = instance.viewOf(wanted)
  const state = useSyncExternalStore(view?.subscribe ?? nothing, view?.look ?? none, view?.lookAtServer ?? none)
  const dataIn = (known: State) => dataOf(instance.shown, wanted, config, known)
  const data = dataIn(state)
  const pace = typeof refreshInterval === 'function' ? refreshInterval(state.data) : refreshInterval
  if (suspense && view && isNothing(state, data)) suspend(view)

  useCommitEffect(() => instance.commit(wanted, view, data))
  useCommitEffect(() => view?.start(), [view])
  useEffect(() => view && watchHost(view), [view])
  useEffect(() => view && poll(view, pace), [view, pace])
  useDebugValue(data)
  return resultOf(instance, view, { state, data, dataIn })
}

const none = () => NOTHING
const nothing = () => () => {}
