import { glance } from '../engine/glance.ts'
import type { Remembered } from '../engine/memory.ts'
import type { Without } from '../engine/page.ts'
import { servedOf } from '../engine/served.ts'
import { isBrowser } from './host.ts'
import { fallbackFor, timeless } from './snapshot.ts'
import type { State } from './state.ts'
import type { Wanted } from './wanted.ts'

/**
 * What a server renders, and the render in a browser that hydrates it. The two must be equal, so nothing in it depends on the
 * hour, on the network, or on what a disk or another tab has delivered since.
 */
export function servedSnapshot(wanted: Wanted): State {
  const known = servedTo(wanted)
  return timeless(wanted, known && { ...known, source: 'server' }, !known && isFetching(wanted))
}

/** The entry as the server renders it, or rendered it. */
export function servedTo(wanted: Wanted): Remembered | undefined {
  const { face, id } = wanted
  const { engine, served } = face
  const handed = served?.get(id)
  if (handed) return handed
  const without = withoutData(wanted)
  const known = glance(engine, wanted)
  if (engine.page) return engine.page.settle(wanted, known, without)
  const travelled = isBrowser ? servedOf(engine, id) : known
  // What waited was not rendered without data. If that did not travel, what is known here comes nearest to it.
  if (without === 'waits') return travelled ?? known
  return travelled?.isLate ? undefined : travelled
}

function withoutData(wanted: Wanted): Without {
  if (fallbackFor(wanted) !== undefined) return 'does without'
  if (wanted.config.suspense) return 'waits'
  return isFetching(wanted) ? 'fetches' : 'does without'
}

/** Does the browser fetch what was rendered without data? */
export function isFetching({ compute, config }: Wanted): boolean {
  return config.revalidateOnMount !== false && compute !== undefined
}
