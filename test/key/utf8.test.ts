import { afterEach, expect, it, vi } from 'vitest'
import { encodeUtf8 } from '../../src/key/utf8.ts'
import { fc } from '../support/property.ts'

afterEach(() => void vi.unstubAllGlobals())

it('encodes every text like TextEncoder, also without one', () => {
  const encoder = new TextEncoder()
  vi.stubGlobal('TextEncoder', undefined)
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
      (text) => {
        expect(encodeUtf8(text)).toEqual(encoder.encode(text))
      },
    ),
  )
  for (const text of ['', 'aä€😀', '%41', '\ud800', '\udc00a', '\ud83d\ud83d\ude00'])
    expect(encodeUtf8(text)).toEqual(encoder.encode(text))
})
