import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { codeOf, isNotFound, isNotFoundOrTooLong } from '../../../../src/store/file/system/errors.ts'

test('a system error of another realm has its code', () => {
  const error: unknown = runInNewContext('Object.assign(new Error("no"), { code: "ENOENT" })')
  expect(error).not.toBeInstanceOf(Error)
  expect([codeOf(error), isNotFound(error), isNotFoundOrTooLong(error)]).toEqual(['ENOENT', true, true])
})

test.each([[undefined], [null], ['ENOENT'], [new Error('no')], [Object.assign(new Error('no'), { code: 2 })]])(
  '%s has no code',
  (error) => {
    expect(codeOf(error)).toBe('')
  },
)
