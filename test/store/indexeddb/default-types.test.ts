import { expect, test } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import { createDefaultHandle } from '../../../src/react/config/default-handle.ts'
import { addressAt, createName, createStore, setValue, waitForCommits } from './test-store.ts'

const { types } = createDefaultHandle().policy

test.each([
  ['a URL', new URL('https://example.org/a')],
  ['an Error with its parts', Object.assign(new RangeError('no', { cause: 'why' }), { status: 404 })],
  ['an object without a prototype', Object.assign(Object.create(null), { a: 1 })],
  ['a Map, a Set, bytes, a bigint', [new Map([[1, new Set([2n])]]), new Uint8Array([1])]],
])('hooks without a provider store %s as caches do, and each reads the other', async (_name, value) => {
  for (const [writes, reads] of [
    [types, builtInTypes],
    [builtInTypes, types],
  ] as const) {
    const name = createName()
    await setValue(createStore(name), addressAt('a'), value, { types: writes })
    await waitForCommits(name)
    expect((await createStore(name).get(addressAt('a'), reads))?.value).toEqual(value)
  }
})
