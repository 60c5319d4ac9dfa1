import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setLogLevel } from '../../src/index.ts'
import { arbitraryCommand, runCommands } from './support/reference-model.ts'

// Random interleavings of everything that can happen at two entries, each step played against a model (world.ts) that
// knows when each value came into being and what no call may be told any more. A failure prints the shortest such play.

const runs = Number(process.env['CACHETTA_RUNS'] ?? (process.env['CACHETTA_LONG'] ? 20_000 : 300))

const unhandled: unknown[] = []
const note = (reason: unknown) => void unhandled.push(reason)

beforeEach(() => {
  setLogLevel('silent')
  process.on('unhandledRejection', note)
})

afterEach(() => {
  setLogLevel('warn')
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})

const kinds = [
  { title: 'no call is told what was forgotten or replaced before it', isCalm: false, storeFails: false },
  {
    title: 'no call is told what was forgotten before it, though the store fails now and then',
    isCalm: false,
    storeFails: true,
  },
  { title: 'nothing is computed twice at a time', isCalm: true, storeFails: true },
]

describe('whatever happens in whatever order', () => {
  for (const locks of [true, false]) {
    for (const lruSize of [undefined, 1, 10]) {
      const where = `${locks ? 'with' : 'without'} locks, ${lruSize === undefined ? 'without memory' : `lruSize ${lruSize}`}`

      it.each(kinds)(`$title (${where})`, async (kind) => {
        const plays = fc.array(arbitraryCommand(kind), { minLength: 5, maxLength: 60 })
        await fc.assert(
          fc.asyncProperty(plays, fc.boolean(), (commands, isWarm) =>
            runCommands(commands, { locks, lruSize, isWarm }),
          ),
          { numRuns: runs },
        )
      })
    }
  }
})
