import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Compiler } from '../support/compile.ts'
import { compilers, findErrors } from '../support/compile.ts'

const fixtures = 'test/types/fixtures'
const patience = 120_000

describe.each(compilers)('with %s', (_name, compiler) => {
  it('the first calls of the documentation of SWR and TanStack Query compile', { timeout: patience }, () => {
    expect(findErrors(`${fixtures}/first-day.tsx`, compiler)).toEqual([])
  })

  it('an application gives all errors of hooks a type by `Register`', { timeout: patience }, () => {
    expect(findErrors(`${fixtures}/register.ts`, compiler)).toEqual([])
  })

  it('the error of a wrong call names what is wrong, and stands there', { timeout: patience }, () => {
    expect(findUnclearErrors(`${fixtures}/wrong-calls.ts`, compiler)).toEqual([])
  })
})

/** Compares the errors of a file with the comments of its lines: `// text at the error | part of the message`. */
function findUnclearErrors(file: string, compiler: Compiler): string[] {
  const lines = readFileSync(join(import.meta.dirname, '..', '..', file), 'utf8').split('\n')
  const errors = findErrors(file, compiler).map((message) => {
    const [, line, column] = /\((\d+),(\d+)\)/.exec(message) ?? []
    return { message, line: Number(line), column: Number(column) }
  })
  const expected = lines.flatMap((text, index) => {
    const [, at = '', part = ''] = /; ?\/\/ (.+?) \| (.+)$|\) \/\/ (.+?) \| (.+)$/.exec(text)?.filter(Boolean) ?? []
    return at ? [{ text, line: index + 1, at, part }] : []
  })
  expect(expected.length).toBeGreaterThan(60)
  const unclear = expected.flatMap(({ text, line, at, part }) => {
    const found = errors.filter((error) => error.line === line)
    const [error] = found
    const isThere = found.length === 1 && text.slice((error?.column ?? 0) - 1).startsWith(at)
    // Where the compiler gives the errors of several overloads, each of them must say it. Only the one for options alone may say
    // instead that a function has none.
    const others = /gave the following error\.(?!\s+Type '.*' has no properties in common with type 'Overrides')/
    const overloads = Math.max(error?.message.split(others).length ?? 0, 2)
    const isClear = isThere && (error?.message.split(part).length ?? 0) >= overloads
    return isClear ? [] : [`${text.trim()}\n${found.map(({ message }) => message).join('\n') || 'compiles'}`]
  })
  const unexpected = errors.filter(({ line }) => !expected.some((each) => each.line === line))
  return [...unclear, ...unexpected.map(({ message }) => message)]
}
