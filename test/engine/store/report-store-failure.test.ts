import { beforeEach, describe, expect, it } from 'vitest'
import type { StoreOperation } from '../../../src/engine/engine.ts'
import { BoundedMap } from '../../../src/engine/memory/bounded-map.ts'
import { reportStoreFailure, reportStoreSuccess } from '../../../src/engine/store/guard-store.ts'
import { StoreError, setLogLevel } from '../../../src/index.ts'
import type { Address } from '../../../src/key/address.ts'
import { recordLogLines } from '../../support/log-lines.ts'

const lines = recordLogLines()

beforeEach(() => setLogLevel('info'))

const at = (path: string) => ({ path, key: '', exact: true })
const gone = new Error('gone')
const complaints = () => {
  const engine = {
    store: { name: 'file' },
    failingOperations: new Set<StoreOperation>(),
    warnedOnce: new BoundedMap<true>(),
  }
  return {
    failed: (operation: StoreOperation, address: Address, error: unknown) =>
      reportStoreFailure(engine, operation, address, error),
    worked: (operation: StoreOperation, address: Address) => reportStoreSuccess(engine, operation, address),
  }
}

describe('what is said of a store that fails', () => {
  it('is one line when a trouble begins and one when it ends', () => {
    const { failed, worked } = complaints()
    for (const operation of ['read', 'lock', 'write', 'read', 'lock', 'write'] as const)
      failed(operation, at('a'), gone)
    for (const operation of ['read', 'lock', 'write'] as const) worked(operation, at('a'))
    failed('write', at('b'), gone)
    worked('write', at('b'))
    expect(lines).toEqual([
      'warn cachetta: the file store cannot read a (gone); calls continue without it',
      'info cachetta: the file store works again',
      'warn cachetta: the file store cannot write b (gone); calls continue without it',
      'info cachetta: the file store works again',
    ])
  })

  it('is one line for a place that keeps failing while all others work', () => {
    const { failed, worked } = complaints()
    for (let round = 0; round < 3; round += 1) {
      failed('read', at('a directory'), gone)
      worked('read', at('an entry'))
      failed('write', at('a directory'), gone)
      worked('write', at('an entry'))
    }
    expect(lines.filter((line) => line.startsWith('warn')).length).toBe(2) // one for reading it, one for writing it
  })

  it('is a new line when that place fails again after it had worked', () => {
    const { failed, worked } = complaints()
    failed('read', at('a'), gone)
    worked('read', at('a'))
    failed('read', at('a'), gone)
    expect(lines.filter((line) => line.startsWith('warn')).length).toBe(2)
  })

  it('is not silenced by an operation that failed long ago and was never tried again', () => {
    const { failed, worked } = complaints()
    failed('delete', at('a'), gone)
    worked('write', at('b'))
    failed('write', at('c'), gone)
    expect(lines.map((line) => line.slice(0, 4))).toEqual(['warn', 'info', 'warn'])
  })

  it('is not silenced by a place that is known to fail: the trouble of another is told', () => {
    const { failed, worked } = complaints()
    failed('write', at('bad'), gone)
    worked('write', at('good'))
    failed('write', at('bad'), gone)
    failed('write', at('good'), gone)
    expect(lines.filter((line) => line.startsWith('warn')).length).toBe(2)
  })

  it('does not end with reads that work beside writes that fail', () => {
    const { failed, worked } = complaints()
    for (let round = 0; round < 3; round += 1) {
      failed('write', at(String(round)), gone)
      worked('read', at(String(round)))
    }
    expect(lines.length).toBe(1)
  })
})

describe('what is said of a damaged entry', () => {
  it('is one line, until it was written anew', () => {
    const { failed, worked } = complaints()
    const damaged = new StoreError('DAMAGED', 'its checksum is wrong')
    failed('read', at('a'), damaged)
    failed('read', at('a'), damaged)
    worked('write', at('a'))
    failed('read', at('a'), damaged)
    expect(lines.length).toBe(2)
  })
})
