import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setLogLevel } from '../../src/index.ts'
import { fc } from '../support/property.ts'
import { arbitraryCommand } from './support/commands.ts'
import { runCommands } from './support/run-commands.ts'

// Runs random commands on two entries in random order, and compares each result with a reference model. The model knows the
// origin of each value, and which values a call must not return any more. A failure prints the shortest list of commands.

const runs = Number(process.env['CACHETTA_RUNS'] ?? (process.env['CACHETTA_LONG'] ? 20_000 : 300))

const unhandled: unknown[] = []
const recordUnhandled = (reason: unknown) => void unhandled.push(reason)

beforeEach(() => {
  setLogLevel('silent')
  process.on('unhandledRejection', recordUnhandled)
})

afterEach(() => {
  setLogLevel('warn')
  process.off('unhandledRejection', recordUnhandled)
  expect(unhandled).toEqual([])
})

const properties = [
  {
    title: 'no call returns a value that was invalidated or replaced before the call',
    hasChanges: true,
    storeFails: false,
  },
  {
    title: 'no call returns a value that was invalidated before the call, also if store operations fail',
    hasChanges: true,
    storeFails: true,
  },
  { title: 'no entry is computed twice at the same time', hasChanges: false, storeFails: true },
]

describe('in any order of events', () => {
  for (const locks of [true, false]) {
    for (const lruSize of [undefined, 1, 10]) {
      const setup = `${locks ? 'with' : 'without'} locks, ${lruSize === undefined ? 'without memory' : `lruSize ${lruSize}`}`

      it.each(properties)(`$title (${setup})`, async (property) => {
        const commandLists = fc.array(arbitraryCommand(property), { minLength: 5, maxLength: 60 })
        await fc.assert(
          fc.asyncProperty(commandLists, fc.boolean(), (commands, hasEntries) =>
            runCommands(commands, { locks, lruSize, hasEntries }),
          ),
          { numRuns: runs },
        )
      })
    }
  }
})
