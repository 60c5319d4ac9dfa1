import { describe, expect, test } from 'vitest'
import { faultsOf, listedNumbers, titlesIn } from './behaviours.ts'
import { projectFiles, readSource } from './project.ts'

test('every behaviour in the list has a test that names it, and every number in a title is in the list', () => {
  const list = readSource('docs/behaviours.md')
  const titles = projectFiles('test')
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('/fixtures/'))
    .map(readSource)
    .flatMap(titlesIn)
  expect(listedNumbers(list).length).toBeGreaterThan(0)
  expect(titles.length).toBeGreaterThan(0)
  expect(faultsOf(list, titles)).toEqual([])
})

describe('the check itself finds', () => {
  const listOf = (...numbers: number[]) => ({
    file: 'list.md',
    text: ['# List', ...numbers.map((number) => `${number}. A hook behaves.\n   It does (9).`)].join('\n'),
  })
  const titlesOf = (text: string) => titlesIn({ file: 'a.test.tsx', text })
  const faults = (numbers: number[], text: string) => faultsOf(listOf(...numbers), titlesOf(text))

  test('a number in a title that is not in the list', () => {
    expect(faults([1, 2], `it('works (1, 2)', () => {})\nit('fails (2, 3)', () => {})`)).toEqual([
      'a.test.tsx:2: the title names 3, which is not in the list',
    ])
  })

  test('a number in the list that no title names', () => {
    expect(faults([1, 2], `it('works (1)', () => {})\n// it('is not run (2)')`)).toEqual(['list.md: no title names 2'])
  })

  test('a gap, a repetition and a wrong order in the list', () => {
    const text = `it('works (1, 2, 3)', () => {})`
    expect(faults([1, 3], `it('works (1, 3)')`)).toEqual([
      'list.md: number 3 is not one more than the number before it',
    ])
    expect(faults([1, 2, 2, 3], text)).toHaveLength(2)
    expect(faults([2, 1, 3], text)).toHaveLength(2)
  })

  test('numbers that are not at the end of the title', () => {
    expect(faults([1], `it('(1) works', () => {})`)).toEqual([
      'a.test.tsx:1: the numbers belong at the end of the title',
    ])
  })

  test.each<[title: string, text: string]>([
    ['of a group', `describe('a hook (1)', () => {})`],
    ['of a test in a group', `describe('a hook', () => { test('works (1)', () => {}) })`],
    ['with a member', `test.fails('works (1)', () => {})`],
    ['with a condition', `it.skipIf(condition)('works (1)', () => {})`],
    ['with rows', `test.each(['row (2)'])('works: %s (1)', () => {})`],
    ['with a condition and rows', `describe.runIf(condition).each<string>([])('%s (1)', () => {})`],
    ['in a template', `it(\`works \${2} (1)\`, () => {})`],
    ['in a component file', `const a = <p />\nit('works (1)', () => <p>(2)</p>)`],
  ])('the numbers of the title %s', (_title, text) => {
    expect(faults([1], text)).toEqual([])
    expect(faults([], text)).toEqual([expect.stringContaining('the title names 1')])
  })

  test.each<[title: string, text: string]>([
    ['calls in a title', `it('calls getUser(1)', () => {})`],
    ['strings that are no titles', `const a = 'text (1)'\nexpect(a, 'text (1)')\nlog.it('text (1)')`],
    ['code blocks of the list', ''],
  ])('no numbers in %s', (_title, text) => {
    expect(faultsOf({ file: 'list.md', text: '```\n1. One.\n```' }, titlesOf(text))).toEqual([])
  })
})
