import { crc32 as zlibCrc32 } from 'node:zlib'
import { describe, expect, it, test } from 'vitest'
import { builtInTypes } from '../../../src/entry/allowed-types.ts'
import { crc32 as nodeCrc32 } from '../../../src/entry/json/crc32.node.ts'
import { crc32 as portableCrc32 } from '../../../src/entry/json/crc32.ts'
import { decodeEntry, decodeHeader, encodeEntry } from '../../../src/entry/json/json-codec.ts'
import { fc } from '../../support/property.ts'

const entry = {
  key: '1',
  storedAt: 1_700_000_000_000,
  version: 2,
  tags: ['a'],
  value: { name: 'Zoë 😀', at: new Date(0) },
}
const { value: _, ...header } = entry

/** What a release wrote before checksums were a CRC-32, byte by byte. */
const firstFormat =
  '{"cachetta":1,"key":"1","storedAt":1700000000000,"version":2,"tags":["a"],' +
  '"checksum":"cf45b7e79f0c8c9a18ecd1feb67dd33561e845d7ea001c323e569b08be104792",\n' +
  '"value":{"name":"Zoë 😀","at":"1970-01-01T00:00:00.000Z"},\n"meta":{"values":{"at":["Date"]},"v":1}}\n'

const secondFormat =
  '{"cachetta":2,"key":"1","storedAt":1700000000000,"version":2,"tags":["a"],"checksum":"5d47e26d",\n' +
  '"value":{"name":"Zoë 😀","at":"1970-01-01T00:00:00.000Z"},\n"meta":{"values":{"at":["Date"]},"v":1}}\n'

describe.each([
  ['the first format, with a SHA-256', firstFormat],
  ['the second format, with a CRC-32', secondFormat],
])('%s', (_title, text) => {
  const file = Buffer.from(text)

  it('is read', () => {
    expect(decodeEntry(text, builtInTypes)).toEqual(entry)
    expect(decodeHeader(text)).toEqual(header)
  })

  it('is refused with any bit flipped', () => {
    for (let bit = 0; bit < file.length * 8; bit++) {
      const damaged = Buffer.from(file)
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expectDamaged(damaged)
    }
  })

  it('is refused with any byte zeroed, and with any end cut off or zeroed', () => {
    for (let index = 0; index < file.length; index++) {
      expectDamaged(Buffer.from(file).fill(0, index, index + 1))
      expectDamaged(Buffer.from(file).fill(0, index))
      expectDamaged(file.subarray(0, index))
    }
  })
})

test('an entry is written in the second format, byte by byte', () => {
  expect(encodeEntry(entry, builtInTypes)).toBe(secondFormat)
})

test('a checksum of the other format is refused', () => {
  for (const text of [
    firstFormat.replace('"cachetta":1', '"cachetta":2'),
    secondFormat.replace('"cachetta":2', '"cachetta":1'),
  ]) {
    expect(() => decodeEntry(text, builtInTypes)).toThrow('does not match its checksum')
  }
})

describe('the CRC-32', () => {
  const crcOf = (text: string): number => zlibCrc32(Buffer.from(text, 'utf16le'))

  it('is the same in Node and on other platforms', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff), { maxLength: 50 }), fc.nat(50), (units, cut) => {
        const text = String.fromCharCode(...units)
        const expected = crcOf(text)
        for (const crc32 of [nodeCrc32, portableCrc32]) {
          expect(crc32(text)).toBe(expected)
          expect(crc32(text.slice(cut), crc32(text.slice(0, cut)))).toBe(expected)
        }
      }),
    )
  })

  it('is the same for a text that Node converts in several parts', () => {
    const text = `${'é'.repeat(2 ** 15 - 1)}😀${'x'.repeat(2 ** 15)}`
    expect([nodeCrc32(text), portableCrc32(text)]).toEqual([crcOf(text), crcOf(text)])
  })
})

function expectDamaged(file: Buffer): void {
  expect(() => decodeEntry(file.toString(), builtInTypes)).toThrow(expect.objectContaining({ code: 'DAMAGED' }))
}
