import { useDebugValue, useEffect, useState } from 'react'
import { useSyncExternalStore } from 'use-sync-external-store/shim'
import { askedBy } from '../engine/asked.ts'
import type { Config } from './config.ts'
import { dataOf } from './data.ts'
import { createInstance } from './instance.ts'
import type { Result } from './result.ts'
import { resultOf } from './result.ts'
import { NOTHING } from './snapshot.ts'
import { poll, watchHost } from './triggers.ts'
import { useCommitEffect } from './use-commit-effect.ts'
import type { Wanted } from './wanted.ts'

// The hook itself only subscribes and maps. What an entry is and who wins a race is decided in engine/; when this component
// asks for a fetch, in view.ts and triggers.ts.

/** One entry, shown: the innermost hook, below the middleware. */
export function useEntry(key: unknown, fetcher: Wanted['fetcher'] | null, config: Config): Result {
  const wanted: Wanted = { asked: askedBy(key, config.face, config), fetcher: fetcher ?? undefined, config }
  const pace = typeof config.refreshInterval === 'function' ? 'computed' : (config.refreshInterval ?? 0)
  const [instance] = useState(() => createInstance(wanted))
  const view = instance.viewOf(wanted)
  const state = useSyncExternalStore(view?.subscribe ?? nothing, view?.look ?? none, view?.lookAtServer ?? none)
  const data = dataOf(instance, wanted, state)
  if (config.suspense && view && data === undefined) view.suspend()

  useCommitEffect(() => instance.commit(wanted, data))
  useCommitEffect(() => view?.start(), [view])
  useEffect(() => view && watchHost(view, instance), [view, instance])
  useEffect(() => view && poll(view, instance, pace), [view, instance, pace])
  useDebugValue(data)
  return resultOf(instance, wanted, view, state)
}

const none = () => NOTHING
const nothing = () => () => {}
