import { useEffect, useReducer, useState } from 'react'
import type { DevtoolsModel, Snapshot } from '../model/devtools-model.ts'
import type { DevtoolsNetwork, NetworkState } from '../network/network.ts'

/** Returns what the model has to show. Renders after each change, and lists entries meanwhile. */
export function useSnapshot(model: DevtoolsModel): Snapshot {
  const [snapshot, setSnapshot] = useState(model.getSnapshot)
  useEffect(() => model.subscribe(() => setSnapshot(model.getSnapshot())), [model])
  return snapshot
}

export function useNetworkState(network: DevtoolsNetwork): NetworkState {
  const [state, setState] = useState(network.getState)
  useEffect(() => {
    const follow = (): void => setState(network.getState())
    follow()
    return network.subscribe(follow)
  }, [network])
  return state
}

/** The time of this render. Renders each second, because ages grow. */
export function useNow(): number {
  const [now, update] = useReducer(Date.now, undefined, Date.now)
  useEffect(() => {
    const timer = setInterval(update, 1_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
