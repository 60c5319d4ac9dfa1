import { expect, test } from 'vitest'
import { hash } from '../../src/key/hash.ts'
import { sha256 as nodeSha256 } from '../../src/key/sha256.node.ts'
import { sha256 as portableSha256 } from '../../src/key/sha256.ts'
import { fc } from '../support/property.ts'

test('SHA-256 is the same in Node and on other platforms', () => {
  expect(nodeSha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(portableSha256(text)).toBe(nodeSha256(text))
    }),
  )
})

test('a hash has 16 hex digits and never changes', () => {
  expect(hash()).toBe('e3b0c44298fc1c14')
  expect(hash(1)).toBe('6b86b273ff34fce1')
  expect(hash({ b: 1, a: 2 })).toBe(hash({ a: 2, b: 1 }))
  expect(hash(1)).not.toBe(hash('1'))
})
