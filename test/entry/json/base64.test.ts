import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

async function base64Without(global: string) {
  vi.stubGlobal(global, undefined)
  vi.resetModules()
  const { base64 } = await import('../../../src/entry/json/base64.ts')
  return base64
}

test.each(['Buffer', 'nothing'])('bytes have the same text on every platform, also without %s', async (global) => {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => (index * 7919) >> 3)
  const expected = Buffer.from(bytes).toString('base64')
  const base64 = await base64Without(global)
  expect(base64.encode(bytes)).toBe(expected)
  expect(new Uint8Array(base64.decode(expected))).toEqual(bytes)
  expect(base64.encode(bytes.subarray(3, 5))).toBe(base64.encode(bytes.slice(3, 5)))
  for (const wrong of ['AQI', 'AQ==AQ==', 'AR==', ' AQI=', 'A-_=', '%']) expect(() => base64.decode(wrong)).toThrow()
})

test('decoded bytes are in memory of their own', async () => {
  const base64 = await base64Without('nothing')
  expect(base64.decode('AQID').byteLength).toBe(3)
})
