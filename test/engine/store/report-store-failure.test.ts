import { beforeEach, describe, expect, it } from 'vitest'
import type { StoreOperation } from '../../../src/engine/events/reasons.ts'
import { reportStoreFailure, reportStoreSuccess } from '../../../src/engine/store/guard-store.ts'
import { StoreError, setLogLevel, UnsafeTypeError } from '../../../src/index.ts'
import type { Address } from '../../../src/key/address.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

beforeEach(() => setLogLevel('info'))

const addressAt = (path: string) => ({ path, key: '', exact: true })
const error = new Error('gone')
const createReporter = () => {
  const engine = {
    store: { name: 'file' },
    reader: {},
    failingOperations: new Set<StoreOperation>(),
    clock: { now: () => 0 },
    troubles: new Map(),
  }
  return {
    reportFailure: (operation: StoreOperation, address: Address, error: unknown) =>
      reportStoreFailure(engine, operation, address, error),
    reportSuccess: (operation: StoreOperation, address: Address) => reportStoreSuccess(engine, operation, address),
  }
}

describe('the log of a store that fails', () => {
  it('has one line when the failures start and one when they end', () => {
    const { reportFailure, reportSuccess } = createReporter()
    for (const operation of ['read', 'lock', 'write', 'read', 'lock', 'write'] as const)
      reportFailure(operation, addressAt('a'), error)
    for (const operation of ['read', 'lock', 'write'] as const) reportSuccess(operation, addressAt('a'))
    reportFailure('write', addressAt('b'), error)
    reportSuccess('write', addressAt('b'))
    expect(lines).toEqual([
      'warn cachetta: the file store cannot read a: gone',
      'info cachetta: the file store works again',
      'warn cachetta: the file store cannot write b: gone',
      'info cachetta: the file store works again',
    ])
  })

  it('has one line per operation for a path that keeps failing while all others work', () => {
    const { reportFailure, reportSuccess } = createReporter()
    for (let round = 0; round < 3; round += 1) {
      reportFailure('read', addressAt('a directory'), error)
      reportSuccess('read', addressAt('an entry'))
      reportFailure('write', addressAt('a directory'), error)
      reportSuccess('write', addressAt('an entry'))
    }
    expect(lines.filter((line) => line.startsWith('warn')).length).toBe(2) // one for the reads, one for the writes
  })

  it('has a new line if the same path fails again after it worked', () => {
    const { reportFailure, reportSuccess } = createReporter()
    reportFailure('read', addressAt('a'), error)
    reportSuccess('read', addressAt('a'))
    reportFailure('read', addressAt('a'), error)
    expect(lines.filter((line) => line.startsWith('warn')).length).toBe(2)
  })

  it('has a line although another operation failed before and was not tried again', () => {
    const { reportFailure, reportSuccess } = createReporter()
    reportFailure('delete', addressAt('a'), error)
    reportSuccess('write', addressAt('b'))
    reportFailure('write', addressAt('c'), error)
    expect(lines.map((line) => line.slice(0, 4))).toEqual(['warn', 'info', 'warn'])
  })

  it('has a line for each path that fails', () => {
    const { reportFailure, reportSuccess } = createReporter()
    reportFailure('write', addressAt('bad'), error)
    reportSuccess('write', addressAt('good'))
    reportFailure('write', addressAt('bad'), error)
    reportFailure('write', addressAt('good'), error)
    expect(lines.filter((line) => line.startsWith('warn')).length).toBe(2)
  })

  it('has no line for reads that work while writes fail', () => {
    const { reportFailure, reportSuccess } = createReporter()
    for (let round = 0; round < 3; round += 1) {
      reportFailure('write', addressAt(String(round)), error)
      reportSuccess('read', addressAt(String(round)))
    }
    expect(lines.length).toBe(1)
  })
})

describe('the log of a damaged entry', () => {
  it('has one line, and another one if the entry is damaged again after a write', () => {
    const { reportFailure, reportSuccess } = createReporter()
    const damaged = new StoreError('DAMAGED', 'its checksum is wrong')
    reportFailure('read', addressAt('a'), damaged)
    reportFailure('read', addressAt('a'), damaged)
    reportSuccess('write', addressAt('a'))
    reportFailure('read', addressAt('a'), damaged)
    expect(lines.length).toBe(2)
  })
})

describe('the log of a value that cannot be stored', () => {
  it('has its line, however many entries are damaged', () => {
    const { reportFailure } = createReporter()
    const damaged = new StoreError('DAMAGED', 'its checksum is wrong')
    for (let entry = 0; entry < 20; entry += 1) reportFailure('read', addressAt(`${entry}`), damaged)
    lines.length = 0
    reportFailure('write', addressAt('a'), new UnsafeTypeError('value: a function cannot be stored'))
    expect(lines).toEqual([expect.stringContaining('a is not stored: value: a function cannot be stored')])
  })
})
