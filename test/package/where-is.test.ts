import { describe, expect, test } from 'vitest'
import type { Source } from './modules.ts'
import { readSource, sourcesOfPackage } from './project.ts'
import { wrongAnswers } from './where-is.ts'

test('the table "Where is …?" answers twelve questions with one search, one file and one function each', () => {
  expect(wrongAnswers(readSource('CONTRIBUTING.md').text, sourcesOfPackage())).toEqual([])
})

describe('the check itself', () => {
  const sources: Source[] = [
    { file: 'src/a.ts', text: '// Deduplicates calls.\nexport async function join() {}\nexport const open = () => 1' },
    { file: 'src/b.ts', text: 'class B { #close() {} }\nconst methods = { read() {} }' },
    ...Array.from({ length: 11 }, (_, index) => ({ file: `src/many-${index}.ts`, text: '// everywhere' })),
    { file: 'src/c.ts', text: '// Everywhere.\nfunction last() {}' },
  ]
  const good = '| how | `deduplicates calls` | `src/a.ts` | `join` |'
  const tableOf = (...rows: string[]) =>
    ['# A page', '', '| question | search | file | function |', '|---|---|---|---|', ...rows, '', 'More.'].join('\n')
  const wrongIn = (row: string) => wrongAnswers(tableOf(...Array(11).fill(good), row), sources)

  test.each<[title: string, row: string]>([
    ['a function', good],
    ['a constant and parentheses', '| how | `export async` | `src/a.ts` | `open()` |'],
    ['a private method, and a file from src', '| how | `class b` | `b.ts` | `close` |'],
    ['a method of an object, and two searches', '| how | `class b`, `methods` | `src/b.ts` | `read` |'],
  ])('accepts %s', (_title, row) => {
    expect(wrongIn(row)).toEqual([])
  })

  test.each<[title: string, row: string, wrong: string]>([
    ['a file that does not exist', '| how | `calls` | `src/x.ts` | `join` |', 'how: there is no file src/x.ts'],
    ['a function that its file lacks', '| how | `calls` | `src/a.ts` | `leave` |', 'declares no function leave'],
    [
      'a search that misses the file',
      '| how | `stampede` | `src/a.ts` | `join` |',
      `'stampede' does not find src/a.ts`,
    ],
    ['a search that finds too much', '| how | `everywhere` | `src/c.ts` | `last` |', 'finds 12 files, more than 10'],
    ['a row without a search', '| how | | `src/a.ts` | `join` |', 'how: search, file and function are needed'],
  ])('finds %s', (_title, row, wrong) => {
    expect(wrongIn(row).join('\n')).toContain(wrong)
  })

  test('finds a table that is missing or too short', () => {
    expect(wrongAnswers('# A page', sources)).toEqual([
      'there is no table with the columns question | search | file | function',
    ])
    expect(wrongAnswers(tableOf(good), sources)).toEqual(['the table has 1 rows, not 12'])
  })
})
