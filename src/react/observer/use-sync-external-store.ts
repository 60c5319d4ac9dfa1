import * as React from 'react'
import { useState } from 'react'
import { useCommitEffect } from './use-commit-effect.ts'

type UseSyncExternalStore = <Snapshot>(
  subscribe: (onStoreChange: () => void) => () => void,
  getSnapshot: () => Snapshot,
  getServerSnapshot: () => Snapshot,
) => Snapshot

/** True if React has its own `useSyncExternalStore`. React 17 has none. */
export const hasSyncExternalStore: boolean = 'useSyncExternalStore' in React

/** React's own hook, else one that does the same for the synchronous renders of React 17. */
export const useSyncExternalStore: UseSyncExternalStore = hasSyncExternalStore
  ? Reflect.get(React, 'useSyncExternalStore')
  : useStoreOfReact17

/** Renders again if the snapshot changes after the render, also before the subscription. It hydrates with `getSnapshot`. */
function useStoreOfReact17<Snapshot>(
  subscribe: (onStoreChange: () => void) => () => void,
  getSnapshot: () => Snapshot,
): Snapshot {
  const snapshot = getSnapshot()
  const [{ rendered }, render] = useState(() => ({ rendered: { snapshot, getSnapshot } }))
  const renderIfChanged = (): void => {
    if (!isCurrent(rendered)) render({ rendered })
  }
  useCommitEffect(() => {
    Object.assign(rendered, { snapshot, getSnapshot })
    renderIfChanged()
  }, [subscribe, snapshot, getSnapshot])
  useCommitEffect(() => subscribe(renderIfChanged), [subscribe])
  return snapshot
}

/** False if the store has another snapshot than the one that was rendered, or cannot tell: then the render throws its error. */
function isCurrent<Snapshot>({ snapshot, getSnapshot }: { snapshot: Snapshot; getSnapshot(): Snapshot }): boolean {
  try {
    return Object.is(snapshot, getSnapshot())
  } catch {
    return false
  }
}
