import type { Asked } from '../engine/asked.ts'
import { glance } from '../engine/glance.ts'
import { servedOf } from '../engine/served.ts'
import { runnable } from './fetch-job.ts'
import { isBrowser } from './host.ts'
import { snapshotOf } from './snapshot.ts'
import type { State } from './state.ts'
import type { Wanted } from './wanted.ts'

/**
 * What a server renders, and the render in a browser that hydrates it. The two must be equal, so nothing in it depends on the
 * hour, on the network, or on what a disk or another tab has delivered since.
 */
export function servedSnapshot(asked: Asked, wanted: Wanted): State {
  const { engine, origin, served } = asked.face
  const isHydrating = isBrowser && origin === undefined
  const known = served?.get(asked.id) ?? (isHydrating ? servedOf(engine, asked.id) : glance(engine, asked))
  const isBeginning =
    known === undefined && wanted.config.revalidateOnMount !== false && runnable(asked, wanted) !== undefined
  const state = snapshotOf(asked, wanted, known && { ...known, source: 'server' }, isBeginning)
  return { ...state, error: undefined, isStale: false, isValidating: isBeginning }
}
