import diagnostics from 'node:diagnostics_channel'
import type { CacheEvent } from 'cachetta'

// Where answers came from, as the library itself tells it on its diagnostics channel: nothing here is guessed from timing.

/** `adopted`: another process computed it; `shared`: another call of this process did; `stale`: old, a refresh follows. */
export type Origin = 'computed' | 'disk' | 'memory' | 'stale' | 'adopted' | 'shared'

/** How many answers came from where. */
export type Tally = Record<Origin, number>

export interface Origins {
  readonly reports: Tally
  readonly measurements: Tally
  /** Begins to count anew. */
  reset(): void
}

/** Hears what becomes of a refresh behind a stale answer. */
export interface RefreshListener {
  done(ms: number): void
  failed(error: unknown): void
}

/** Counts this process's answers. */
export function watchOrigins(isReport: (path: string) => boolean, onRefresh: RefreshListener): Origins {
  const origins = { reports: emptyTally(), measurements: emptyTally(), reset }
  let refresh: { readonly path: string; readonly ms: number } | null = null

  function reset() {
    Object.assign(origins, { reports: emptyTally(), measurements: emptyTally() })
  }

  function hearRefresh({ type, path, background, elapsed = 0, error }: CacheEvent) {
    if (type === 'failed' && background) onRefresh.failed(error)
    if (type === 'computed' && background) refresh = { path, ms: elapsed }
    if (type !== 'stored' || refresh === null || refresh.path !== path) return
    onRefresh.done(refresh.ms)
    refresh = null
  }

  diagnostics.subscribe('cachetta', (message) => {
    const event = message as CacheEvent // the channel `cachetta` carries nothing else
    hearRefresh(event)
    const origin = event.background ? null : originOf(event)
    const tally = isReport(event.path) ? origins.reports : origins.measurements
    if (origin !== null) tally[origin] += 1
  })
  return origins
}

/** Where a single answer came from. */
export function onlyOrigin(tally: Tally): Origin {
  const [origin, another] = (Object.keys(tally) as Origin[]).filter((each) => tally[each] > 0) // a Tally's keys are origins
  if (origin === undefined || another !== undefined)
    throw new Error(`one answer of one origin: ${JSON.stringify(tally)}`)
  return origin
}

function originOf(event: CacheEvent): Origin | null {
  switch (event.type) {
    case 'hit':
      return event.source === 'memory' ? 'memory' : 'disk'
    case 'stale':
    case 'computed':
    case 'adopted':
    case 'shared':
      return event.type
    default:
      return null
  }
}

function emptyTally(): Tally {
  return { computed: 0, disk: 0, memory: 0, stale: 0, adopted: 0, shared: 0 }
}
