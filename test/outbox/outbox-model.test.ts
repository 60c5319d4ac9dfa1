import { afterEach, beforeEach, describe, it, vi } from 'vitest'
import { recordLogLines } from '../support/log-lines.ts'
import { fc } from '../support/property.ts'
import { ModelApp } from './support/model/model-app.ts'
import type { AppSpec, Step } from './support/model/steps.ts'
import { arbitraryApp, arbitrarySteps } from './support/model/steps.ts'

// Random sequences of what applications do with an outbox: adds, fetches that begin before and end after, failures, reloads, several
// tabs over one store, changes of the clock. A failure prints the shortest sequence that fails, and its seed.

recordLogLines()

const numRuns = Number(process.env['CACHETTA_RUNS'] ?? (process.env['CACHETTA_LONG'] ? 20_000 : 250))
const timeout = process.env['CACHETTA_LONG'] ? 1_800_000 : 60_000

beforeEach(() => {
  let count = 0
  vi.spyOn(globalThis.crypto, 'randomUUID').mockImplementation(() => {
    count += 1
    return `${(Math.imul(count, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`
  })
})
afterEach(() => void vi.restoreAllMocks())

/** Sequences that failed once. */
const earlierFailures: [fault: string, spec: AppSpec, steps: Step[]][] = [
  [
    'a page hangs, because an item waits for one that another tab settles',
    { tabs: 3, isShown: true, onRefused: 'stop-scope' },
    [
      ['add', 1, 'y'],
      ['reload', 2, true],
      ['answer', 0],
      ['invalidateAll', 2],
      ['handle', 1],
      ['answer', 1],
      ['answer', 2],
      ['add', 1, 'y'],
      ['answer', 2],
    ],
  ],
  [
    'an item vanishes from a tab that is offline, because a full store does not keep the answer',
    { tabs: 3, isShown: true, onRefused: 'continue' },
    [
      ['answer', 0],
      ['answer', 0],
      ['answer', 0],
      ['go offline', 0],
      ['add', 0, 'x'],
      ['the store is full', true],
      ['advance', 5_000],
      ['advance', 1],
      ['answer', 0],
      ['answer', 0],
    ],
  ],
  [
    'an item is passed over, because the store was too slow to tell of it',
    { tabs: 3, isShown: false, onRefused: 'continue' },
    [
      ['add', 2, 'x'],
      ['hold the store', 2],
      ['add', 0, 'x'],
      ['advance', 5_000],
      ['fetch', 0],
      ['add', 0, 'x'],
      ['add', 0, 'x'],
    ],
  ],
]

describe('an outbox, whatever an application does with it', () => {
  it.each(earlierFailures)('no longer fails: %s', async (_fault, spec, steps) => runSequence(spec, steps))

  it(
    'loses nothing, sends in order, and shows the server and what waits',
    async () => {
      await fc.assert(fc.asyncProperty(arbitraryApp, arbitrarySteps, runSequence), { numRuns })
    },
    timeout,
  )
})

async function runSequence(spec: AppSpec, steps: readonly Step[]): Promise<void> {
  ;(await import('node:fs')).writeFileSync('/tmp/last.json', JSON.stringify([spec, steps]))
  const app = new ModelApp(spec)
  await app.open()
  try {
    for (const step of steps) await app.run(step)
    await app.quieten()
  } finally {
    await app.close()
  }
}
