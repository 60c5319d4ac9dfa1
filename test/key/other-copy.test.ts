import { afterEach, expect, it, vi } from 'vitest'
import { InvalidKeyError, isCachettaError, StoreError } from '../../src/errors.ts'

afterEach(() => vi.resetModules())

it('knows the errors of another copy of the package, for example of the one that `require` loads', async () => {
  vi.resetModules()
  const other = await import('../../src/errors.ts')
  expect(other.InvalidKeyError).not.toBe(InvalidKeyError)
  expect(isCachettaError(new other.InvalidKeyError('no'))).toBe(true)
  expect(other.isCachettaError(new StoreError('STORE', 'no'))).toBe(true)
})

it('takes no other error for its own', () => {
  expect(isCachettaError(new Error('no'))).toBe(false)
  expect(isCachettaError({ code: 'STORE' })).toBe(false)
  expect(isCachettaError(undefined)).toBe(false)
})
