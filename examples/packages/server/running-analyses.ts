import type { RunningAnalysis, Visitor } from '../api-types.ts'
import type { AnalysisProgress } from './analyser.ts'

/** The analyses that run now, for the pages that wait for them. */
export interface RunningAnalyses {
  list(): readonly RunningAnalysis[]
  /** Runs an analysis and follows its progress. */
  run<Result>(
    packageId: string,
    visitor: Visitor,
    analyse: (onProgress: (progress: AnalysisProgress) => void) => Promise<Result>,
  ): Promise<Result>
  /** True if an analysis of the package has ended at `instant` or later. */
  hasEndedSince(packageId: string, instant: number): boolean
  /** Calls `listener` after a change. Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void
}

/** Each chunk of a file reports progress. A page gets at most ten messages in a second. */
const MIN_INTERVAL_MS = 100

export function createRunningAnalyses(now: () => number = () => performance.now()): RunningAnalyses {
  const running = new Map<string, RunningAnalysis>()
  const endedAt = new Map<string, number>()
  const listeners = new Set<() => void>()
  let publishedAt = Number.NEGATIVE_INFINITY
  const publish = () => {
    publishedAt = now()
    for (const listener of listeners) listener()
  }
  return {
    list: () => [...running.values()],
    async run(packageId, visitor, analyse) {
      try {
        return await analyse((progress) => {
          const isFirst = !running.has(packageId)
          running.set(packageId, { packageId, visitor, ...progress })
          if (isFirst || now() - publishedAt >= MIN_INTERVAL_MS) publish()
        })
      } finally {
        running.delete(packageId)
        endedAt.set(packageId, now())
        publish()
      }
    },
    hasEndedSince: (packageId, instant) => (endedAt.get(packageId) ?? Number.NEGATIVE_INFINITY) >= instant,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
