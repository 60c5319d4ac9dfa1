import diagnostics from 'node:diagnostics_channel'
import type { CacheEvent } from 'cachetta'

// Counts the sources of answers. The library publishes them on its diagnostics channel, so nothing is guessed from timing.

/**
 * `adopted`: another process computed the value. `shared`: another call in this process computed it. `stale`: the value is old,
 * and a refresh follows.
 */
export type AnswerSource = 'computed' | 'disk' | 'memory' | 'stale' | 'adopted' | 'shared'

/** The number of answers per source. */
export type SourceCounts = Record<AnswerSource, number>

export interface SourceCounter {
  readonly reports: SourceCounts
  readonly measurements: SourceCounts
  /** Sets all counts to 0. */
  reset(): void
}

/** Callbacks for the refresh after a stale answer. */
export interface RefreshListener {
  onDone(ms: number): void
  onFailed(error: unknown): void
}

/** Counts the answers in this process. */
export function countSources(isReport: (path: string) => boolean, listener: RefreshListener): SourceCounter {
  const counter = { reports: createCounts(), measurements: createCounts(), reset }
  let refresh: { readonly path: string; readonly ms: number } | null = null

  function reset() {
    Object.assign(counter, { reports: createCounts(), measurements: createCounts() })
  }

  function watchRefresh(event: CacheEvent) {
    if (event.type === 'failed' && event.background) listener.onFailed(event.error)
    if (event.type === 'computed' && event.background) refresh = { path: event.path, ms: event.elapsed }
    if (event.type !== 'stored' || refresh === null || refresh.path !== event.path) return
    listener.onDone(refresh.ms)
    refresh = null
  }

  diagnostics.subscribe('cachetta', (message) => {
    const event = message as CacheEvent // the channel `cachetta` carries only such events
    watchRefresh(event)
    const source = 'background' in event && event.background ? null : getSource(event)
    const counts = isReport(event.path) ? counter.reports : counter.measurements
    if (source !== null) counts[source] += 1
  })
  return counter
}

/** The source of a single answer. Throws if there are several sources or none. */
export function findOnlySource(counts: SourceCounts): AnswerSource {
  const [source, another] = (Object.keys(counts) as AnswerSource[]).filter((each) => counts[each] > 0) // keys are sources
  if (source === undefined || another !== undefined)
    throw new Error(`Expected one answer from one source, got ${JSON.stringify(counts)}.`)
  return source
}

function getSource(event: CacheEvent): AnswerSource | null {
  switch (event.type) {
    case 'hit':
      return event.source === 'memory' ? 'memory' : 'disk'
    case 'stale':
    case 'computed':
    case 'adopted':
      return event.type
    case 'joined':
      return 'shared'
    default:
      return null
  }
}

function createCounts(): SourceCounts {
  return { computed: 0, disk: 0, memory: 0, stale: 0, adopted: 0, shared: 0 }
}
