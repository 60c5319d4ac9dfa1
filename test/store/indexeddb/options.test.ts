import { describe, expect, test } from 'vitest'
import { InvalidOptionError, indexedDbStore as indexedDbStoreInNode } from '../../../src/index.ts'
import { indexedDbStore } from '../../../src/store/indexeddb/indexeddb-store.ts'
import 'fake-indexeddb/auto'

describe('says what is wrong with', () => {
  const wrong: [options: object, message: RegExp][] = [
    [{ name: 1 }, /name: 1 was given/],
    [{ maxBytes: 0 }, /maxBytes: 0 was given/],
    [{ maxBytes: 'many' }, /maxBytes: "many" was given/],
    [{ size: 1 }, /size: 1 was given; accepted are name/],
  ]
  test.each(wrong)('%o', (options, message) => {
    expect(() => indexedDbStore(options)).toThrow(InvalidOptionError)
    expect(() => indexedDbStore(options)).toThrow(message)
  })

  test('a store for browsers in Node', () => {
    expect(() => indexedDbStoreInNode()).toThrow(/needs a browser; accepted here are fileStore/)
  })

  test('accepts undefined options', () => {
    expect(() => indexedDbStore({ name: undefined, maxBytes: undefined } as object)).not.toThrow()
  })
})
