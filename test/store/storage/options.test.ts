import { describe, expect, it } from 'vitest'
import { InvalidOptionError } from '../../../src/index.ts'
import type { KeyValueStorage, StorageStoreOptions } from '../../../src/storage.ts'
import { storageStore } from '../../../src/storage.ts'
import { addressAt } from './entries.ts'
import { createNumberedStorage } from './storages.ts'

describe('options', () => {
  it.each([
    [{ prefx: 'a' }, 'prefx: no option of storageStore has this name; the options are prefix, sync, subscribe'],
    [{ prefix: 1 }, 'prefix: 1 was given; accepted is a string'],
    [{ sync: 'yes' }, 'sync: "yes" was given; accepted is true or false'],
    [{ subscribe: true }, 'subscribe: true was given; accepted is a function'],
  ])('with a wrong name or value are refused: %j', (options, message) => {
    const make = () => storageStore(createNumberedStorage(), options as StorageStoreOptions)
    expect(make).toThrow(InvalidOptionError)
    expect(make).toThrow(message)
  })

  it('that are undefined have their defaults', () => {
    const undefinedAll = { prefix: undefined, sync: undefined, subscribe: undefined } as unknown as StorageStoreOptions
    const store = storageStore(createNumberedStorage(), undefinedAll)
    expect([store.locate?.(addressAt('x')), store.sync !== undefined, store.subscribe]).toEqual([
      'cachetta:["x",""]',
      true,
      undefined,
    ])
  })

  it.each([[undefined], [null], [{ getItem: () => null }]])('need a storage, and %o is not one', (storage) => {
    const make = () => storageStore(storage as unknown as KeyValueStorage)
    expect(make).toThrow(InvalidOptionError)
    expect(make).toThrow('use memoryStore()')
  })
})
