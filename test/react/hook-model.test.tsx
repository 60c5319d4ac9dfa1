import { afterEach, beforeEach, describe, it, vi } from 'vitest'
import { expectConsoleErrors } from '../support/console-errors.ts'
import { recordLogLines } from '../support/log-lines.ts'
import { fc } from '../support/property.ts'
import { isStrict, reactRelease } from '../support/render.tsx'
import { ActLoopError, ModelApp } from './support/model/model-app.tsx'
import type { AppSpec, Step } from './support/model/steps.ts'
import { arbitraryApp, arbitrarySteps } from './support/model/steps.ts'

// Random sequences of what applications do with hooks: mounts, keys, answers in any order, mutations, invalidations, transitions,
// Suspense, Activity, sessions and late stores. A failure prints the shortest sequence that fails, and its seed.

recordLogLines()

const usualRuns = 75 // 300 on React 18 and 19, with and without StrictMode
const numRuns = Number(process.env['CACHETTA_RUNS'] ?? (process.env['CACHETTA_LONG'] ? 2_500 : usualRuns))
// Each project draws other sequences.
const { CACHETTA_LONG: isLong, CACHETTA_SEED: givenSeed } = process.env
const ownSeed = isLong || givenSeed ? {} : { seed: reactRelease * 2 + Number(isStrict) }
const timeout = process.env['CACHETTA_LONG'] ? 1_800_000 : 120_000 // a sequence takes long on a busy machine

beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0.5)) // the pause before a retry
afterEach(() => void vi.restoreAllMocks())

const hooks = [
  { variant: 'plain', follows: false },
  { variant: 'plain', follows: false },
] as const
const lateStore = { isOneBoundary: false, store: 'late', isSharedStore: false, dedupingInterval: 0 } as const

const memoryOnly = { ...lateStore, store: 'memory', hasEntries: false } as const
const setAtOnce = { late: false, optimistic: false, populateCache: true, revalidate: false, rollbackOnError: false }

/** Sequences that failed once. */
const earlierFailures: [fault: string, spec: AppSpec, steps: Step[]][] = [
  [
    'two hooks of one key differ, because one of them waits for a read that was superseded',
    { hooks, ...lateStore, hasEntries: true },
    [
      ['mount', 1, 'a'],
      ['refetch', 'a'],
      ['mount', 0, 'a'],
      ['answer the store', 1],
      ['answer', 0],
    ],
  ],
  ...([['invalidateAll'], ['invalidateTags', 'a'], ['invalidate', 'a']] as const).map(
    (invalidation): [string, AppSpec, Step[]] => [
      `a hook that keeps previous data reads the old value during \`${invalidation[0]}\`, and another one shows it`,
      {
        hooks: [...hooks, { variant: 'suspense, keepPreviousData', follows: false }],
        ...memoryOnly,
      },
      [['mutate', 'a', setAtOnce], ['mount', 2, 'a'], ['go', 2, 'c'], ['mount', 0, 'a'], invalidation],
    ],
  ),
  [
    'the end of a slow write removes the error of a later request, which is not retried',
    { hooks, ...lateStore, hasEntries: false },
    [
      ['mutate', 'a', setAtOnce],
      ['mount', 0, 'a'],
      ['fail', 0],
    ],
  ],
  [
    'an error is not retried, because a mutation supersedes the request of a hook that returns',
    { hooks, ...memoryOnly },
    [
      ['mount', 0, 'a'],
      ['fail', 0],
      ['change the session'],
      ['change the session'],
      ['mutate', 'a', { ...setAtOnce, populateCache: false }],
    ],
  ],
  [
    'a retry is not repeated that a failing mutation supersedes',
    { hooks, ...memoryOnly },
    [
      ['mount', 0, 'a'],
      ['fail', 0],
      ['advance', 3_000],
      ['mutate', 'a', { ...setAtOnce, late: true }],
      ['end a mutation', 0, false],
    ],
  ],
  [
    'the error of a refetch is not retried, because its hook returns while the older data is fresh',
    { hooks: [{ variant: 'use, select', follows: false }, ...hooks], ...memoryOnly },
    [
      ['mount', 0, 'a'],
      ['clear', 'a', false],
      ['answer', 1],
      ['refetch', 'a'],
      ['fail', 2],
      ['change the session'],
      ['change the session'],
      ['mount', 0, 'a'],
    ],
  ],
  [
    'an error is not retried, because its hook returns during a pause',
    { hooks, ...memoryOnly },
    [['mount', 0, 'a'], ['fail', 0], ['change the session'], ['pause'], ['change the session']],
  ],
  [
    'the same, beside older data',
    { hooks, ...memoryOnly },
    [
      ['mount', 1, 'a'],
      ['answer', 0],
      ['mount', 0, 'a'],
      ['fail', 0],
      ['change the session'],
      ['pause'],
      ['change the session'],
    ],
  ],
  [
    'a read that began during a write brings the older value back',
    { hooks, ...lateStore, hasEntries: true },
    [
      ['mount', 0, 'a'],
      ['advance', 300],
      ['answer', 0],
      ['answer the store', 0],
      ['answer the store', 1],
      ['answer', 0],
    ],
  ],
]

describe.skipIf(reactRelease < 18)('hooks, whatever an application does with them', () => {
  it.each(earlierFailures)('no longer fail: %s', async (_fault, spec, steps) => {
    expectConsoleErrors(/down/, /The above error/)
    await runSequence(spec, steps)
  })

  it(
    'show the last committed value of their own keys',
    async () => {
      expectConsoleErrors(/down/, /The above error/)
      await fc.assert(fc.asyncProperty(arbitraryApp, arbitrarySteps, runSequence), { numRuns, ...ownSeed })
    },
    timeout,
  )
})

async function runSequence(spec: AppSpec, steps: readonly Step[]): Promise<void> {
  const app = new ModelApp(spec)
  await app.open()
  try {
    for (const step of steps) await app.run(step)
    await app.quieten()
    await app.close()
  } catch (error) {
    fc.pre(!(error instanceof ActLoopError))
    throw error
  } finally {
    await app.abandon()
  }
}
