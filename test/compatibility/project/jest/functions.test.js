const { mkdtempSync, readdirSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { Cachetta, InvalidOptionError, readCacheSync, writeCacheSync } = require('cachetta')

test('reads what another cache wrote, also types that JSON lacks', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cachetta-jest-'))
  let calls = 0
  const compute = async (id) => ({
    id,
    calls: ++calls,
    at: new Date(0),
    map: new Map([[1, new URL('https://a.example/')]]),
  })
  const create = () => new Cachetta({ path: join(folder, 'users.json') }).wrap(compute)
  expect(await create()(1)).toEqual(await create()(1))
  expect(calls).toBe(1)
  expect(readdirSync(folder)).toHaveLength(1)
  const cache = new Cachetta({ path: join(folder, 'one.json') })
  writeCacheSync(cache, { bytes: new Uint8Array([1]) })
  expect(readCacheSync(cache)).toEqual({ bytes: new Uint8Array([1]) })
})

test('throws errors of its classes', () => {
  expect(() => new Cachetta({ duration: 'x' })).toThrow(InvalidOptionError)
})
