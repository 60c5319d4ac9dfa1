import type { Progress } from '../cached-report.ts'
import type { AnswerSource, SourceCounts } from './count-sources.ts'

/** A message from a worker process to its parent. The parent sends one message only: `'request'`. */
export type WorkerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'warning'; readonly text: string }
  | { readonly type: 'answer'; readonly answer: Answer }
  | { readonly type: 'refreshed'; readonly refresh: Refresh }
  | { readonly type: 'failed'; readonly reason: string }

/** One call of the cached function, measured in the process that made it. */
export interface Answer {
  readonly process: number
  readonly source: AnswerSource
  readonly ms: number
  /** The sources of the measurements in the report. All are 0 if the report itself was cached. */
  readonly measurements: SourceCounts
  /** Hash of the report. Equal reports have equal hashes. */
  readonly report: string
}

/** The background computation after a stale answer. */
export interface Refresh {
  readonly ms: number
  readonly measurements: SourceCounts
}
