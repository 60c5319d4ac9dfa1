import type { Asked } from '../engine/asked.ts'
import { glance } from '../engine/glance.ts'
import type { Remembered } from '../engine/memory.ts'
import type { Without } from '../engine/page.ts'
import { servedOf } from '../engine/served.ts'
import { runnable } from './fetch-job.ts'
import { isBrowser } from './host.ts'
import { fallbackFor, snapshotOf } from './snapshot.ts'
import type { State } from './state.ts'
import type { Wanted } from './wanted.ts'

/**
 * What a server renders, and the render in a browser that hydrates it. The two must be equal, so nothing in it depends on the
 * hour, on the network, or on what a disk or another tab has delivered since.
 */
export function servedSnapshot(asked: Asked, wanted: Wanted): State {
  const known = servedTo(asked, wanted)
  const isBeginning = known === undefined && isFetching(asked, wanted)
  const state = snapshotOf(asked, wanted, known && { ...known, source: 'server' }, isBeginning)
  const isLoading = isBeginning && state.data === undefined
  return { ...state, error: undefined, isLoading, isStale: false, isValidating: isBeginning }
}

/** The entry as the server renders it, or rendered it. */
export function servedTo(asked: Asked, wanted: Wanted): Remembered | undefined {
  const { engine, served } = asked.face
  const handed = served?.get(asked.id)
  if (handed) return handed
  const without = withoutData(asked, wanted)
  if (engine.page) return engine.page.settle(asked, glance(engine, asked), without)
  const travelled = isBrowser ? servedOf(engine, asked.id) : glance(engine, asked)
  // What waited was not rendered without data. If that did not travel, what is known here comes nearest to it.
  if (without === 'waits') return travelled ?? glance(engine, asked)
  return travelled?.isLate ? undefined : travelled
}

function withoutData(asked: Asked, wanted: Wanted): Without {
  if (fallbackFor(asked, wanted.config) !== undefined) return 'does without'
  if (wanted.config.suspense) return 'waits'
  return isFetching(asked, wanted) ? 'fetches' : 'does without'
}

/** Does the browser fetch what was rendered without data? */
export function isFetching(asked: Asked, wanted: Wanted): boolean {
  return wanted.config.revalidateOnMount !== false && runnable(asked, wanted) !== undefined
}
