import { describe, expect, it } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import type { Address } from '../../../src/index.ts'
import { decodeEntry, encodeEntry } from '../../../src/index.ts'
import { storageStore } from '../../../src/storage.ts'
import { addressAt, getValue, listEntries, setValue } from './entries.ts'
import { createLocalStorage, createNumberedStorage } from './storages.ts'

describe('an item', () => {
  it('has path and key in its name, and the text of a file', async () => {
    const storage = createLocalStorage()
    const store = storageStore(storage)
    await setValue(store, addressAt('./users.json', '1'), new Map([['a', 1]]), 7)
    await setValue(store, { path: 'by/function.json', key: '2', exact: true }, 2)
    expect(store.locate?.(addressAt('./users.json', '1'))).toBe('cachetta:["./users.json","1"]')
    expect(Object.keys(storage)).toEqual(['cachetta:["./users.json","1"]', 'cachetta:["by/function.json","2",true]'])
    const text = storage.getItem('cachetta:["./users.json","1"]') ?? ''
    expect(decodeEntry(text, builtInTypes)).toEqual({ key: '1', storedAt: 7, tags: [], value: new Map([['a', 1]]) })
    expect((await store.stat(addressAt('./users.json', '1')))?.size).toBe(
      2 * ('cachetta:["./users.json","1"]'.length + text.length),
    )
  })

  it('is never shared by two addresses', async () => {
    const store = storageStore(createNumberedStorage())
    const exact = (path: string, key: string): Address => ({ path, key, exact: true })
    const quoted = [
      addressAt('a","b', ''),
      addressAt('a', 'b'),
      addressAt('a', '","b'),
      addressAt('["a"', ''),
      addressAt('a\u2028', '\ud800'),
      addressAt('a', ''),
    ]
    const addresses = [...quoted, exact('a', 'b'), exact('a', ''), exact('a', 'c')]
    for (const [index, address] of addresses.entries()) await setValue(store, address, index)
    expect(await Promise.all(addresses.map((address) => getValue(store, address)))).toEqual([...addresses.keys()])
    expect(await listEntries(store)).toHaveLength(addresses.length)
  })

  it('belongs only to the store with its prefix, even if one prefix starts with another', async () => {
    const storage = createNumberedStorage()
    const [outer, inner] = [storageStore(storage, { prefix: 'a:' }), storageStore(storage, { prefix: 'a:b:' })]
    await setValue(outer, addressAt('x'), 'outer')
    await setValue(inner, addressAt('x'), 'inner')
    expect([await getValue(outer, addressAt('x')), await getValue(inner, addressAt('x'))]).toEqual(['outer', 'inner'])
    expect([await listEntries(outer), await listEntries(inner)]).toEqual([['x'], ['x']])
    await outer.delete(addressAt('x'))
    expect(await getValue(inner, addressAt('x'))).toBe('inner')
  })

  it.each(['theme', '["p"]', '["p",1]', '["p","k",false]', '["p", "k"]', '["p","k",true,1]', '{}', '["p","k"'])(
    'of other code under the prefix is skipped: %s',
    async (rest) => {
      const storage = createNumberedStorage()
      const store = storageStore(storage)
      storage.items.set(`cachetta:${rest}`, encodeEntry({ key: 'k', storedAt: 0, tags: [], value: 1 }, builtInTypes))
      await setValue(store, addressAt('x'), 1)
      expect(await listEntries(store)).toEqual(['x'])
      expect(storage.items.size).toBe(2)
    },
  )

  it.each(['dark', '{"cachetta":1,"key":"",'])(
    'of an entry with a text that is not an entry is an error, is not listed, and is replaced: %s',
    async (text) => {
      const storage = createNumberedStorage(new Map([['cachetta:["x",""]', text]]))
      const store = storageStore(storage)
      await expect(store.get(addressAt('x'), builtInTypes)).rejects.toMatchObject({ code: 'DAMAGED' })
      await expect(store.stat(addressAt('x'))).rejects.toMatchObject({ code: 'DAMAGED' })
      expect(await listEntries(store)).toEqual([])
      await setValue(store, addressAt('x'), 1)
      expect(await getValue(store, addressAt('x'))).toBe(1)
    },
  )

  it('with the text of another entry counts as missing', async () => {
    const storage = createNumberedStorage()
    const store = storageStore(storage)
    await setValue(store, addressAt('x', '1'), 1)
    storage.items.set('cachetta:["x","2"]', storage.items.get('cachetta:["x","1"]') ?? '')
    expect(await store.get(addressAt('x', '2'), builtInTypes)).toBeNull()
    expect(await store.stat(addressAt('x', '2'))).toBeNull()
    expect(await listEntries(store)).toEqual(['x 1'])
  })
})
