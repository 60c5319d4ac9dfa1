import type { Progress } from '../cached-report.ts'
import type { Origin, Tally } from './origins.ts'

// What a worker process tells the one that opened it. The other way there is one word only: 'ask'.

export type News =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'warning'; readonly text: string }
  | { readonly type: 'answer'; readonly answer: Answer }
  | { readonly type: 'refreshed'; readonly refresh: Refresh }
  | { readonly type: 'failed'; readonly reason: string }

/** One call of the cached function, as the process saw it that made the call. */
export interface Answer {
  readonly process: number
  readonly from: Origin
  readonly ms: number
  /** Where the measurements behind it came from; all zero when the report itself was there. */
  readonly measurements: Tally
  /** Hash of the report: equal for equal reports. */
  readonly report: string
}

/** A report that was computed behind a stale answer. */
export interface Refresh {
  readonly ms: number
  readonly measurements: Tally
}
