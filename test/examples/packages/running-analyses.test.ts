import { describe, expect, it } from 'vitest'
import type { RunningAnalysis } from '../../../examples/packages/api-types.ts'
import type { AnalysisProgress } from '../../../examples/packages/server/analyser.ts'
import { createRunningAnalyses } from '../../../examples/packages/server/running-analyses.ts'
import { createDeferred } from '../../support/deferred.ts'

const ada = { id: 'a', name: 'Ada' }

/** Starts an analysis by hand, with a clock that the test sets. Notes what a subscriber sees. */
function start() {
  const clock = { now: 0 }
  const analyses = createRunningAnalyses(() => clock.now)
  const seen: (readonly RunningAnalysis[])[] = []
  analyses.subscribe(() => seen.push(analyses.list()))
  const { promise, resolve, reject } = createDeferred<string>()
  let report: (progress: AnalysisProgress) => void = () => {}
  const result = analyses.run('p@1.0.0', ada, (onProgress) => {
    report = onProgress
    return promise
  })
  const progress = (bytesDone: number) => report({ files: 3, bytes: 300, bytesDone })
  return { analyses, clock, progress, reject, resolve, result, seen }
}

describe('the running analyses', () => {
  it('tell the progress of an analysis, and end with it', async () => {
    const { analyses, clock, progress, resolve, result, seen } = start()
    progress(0)
    clock.now = 100
    progress(150)
    expect(analyses.list()).toEqual([{ packageId: 'p@1.0.0', visitor: ada, files: 3, bytes: 300, bytesDone: 150 }])
    resolve('done')
    expect(await result).toBe('done')
    expect(seen.map((list) => list.map(({ bytesDone }) => bytesDone))).toEqual([[0], [150], []])
  })

  it('publish at most ten times in a second', () => {
    const { analyses, clock, progress, seen } = start()
    for (let done = 0; done < 50; done += 1) {
      clock.now = done * 10
      progress(done)
    }
    expect(seen).toHaveLength(5)
    expect(analyses.list()[0]?.bytesDone).toBe(49)
  })

  it('end with an analysis that fails', async () => {
    const { analyses, progress, reject, result } = start()
    progress(1)
    reject(new Error('no such folder'))
    await expect(result).rejects.toThrow('no such folder')
    expect(analyses.list()).toEqual([])
  })

  it('know which analysis has ended since an instant, for the request that waited for it', async () => {
    const { analyses, clock, resolve, result } = start()
    expect(analyses.hasEndedSince('p@1.0.0', 0)).toBe(false)
    clock.now = 20
    resolve('done')
    await result
    expect(analyses.hasEndedSince('p@1.0.0', 20)).toBe(true)
    expect(analyses.hasEndedSince('p@1.0.0', 21)).toBe(false)
  })
})
