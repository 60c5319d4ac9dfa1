import { describe, expect, test } from 'vitest'
import { introductions, pages } from '../react/swr/headings.ts'
import type { Title } from './behaviours.ts'
import { titlesIn } from './behaviours.ts'
import { projectFiles, readSource } from './project.ts'
import { wrongHeadings } from './swr-headings.ts'
import { tableIn } from './tables.ts'

const folder = 'test/react/swr'

test("every heading of SWR's documentation has a test, or a row in docs/coming-from/swr.md that says what differs and why", () => {
  const files = projectFiles(folder).filter((file) => file.endsWith('.test.tsx'))
  const tests = Object.fromEntries(
    files.map((file) => [file.slice(folder.length + 1, -'.test.tsx'.length), testsIn(file)]),
  )
  const differences =
    tableIn(readSource('docs/coming-from/swr.md').text, ['page', 'heading', 'difference', 'reason']) ?? []
  expect(Object.keys(pages)).toHaveLength(21)
  expect(differences.length).toBeGreaterThan(0)
  expect(wrongHeadings(pages, introductions, { tests, differences })).toEqual([])
})

describe('the check of headings finds', () => {
  const title = (text: string): Title => ({ file: 'a.test.tsx', line: 1, text })
  const wrong = (titles: string[], rows: string[][], groups: Record<string, string[]> = {}) =>
    wrongHeadings({ api: ['Keys', 'Options'] }, groups, { tests: { api: titles.map(title) }, differences: rows })

  test('a heading without a test and without a row', () => {
    expect(wrong(['Keys: are compared'], [])).toEqual([
      "api: 'Options' has neither a test nor a row in the table of differences",
    ])
    expect(wrong(['Keys and Options: are compared'], [])).toHaveLength(3)
  })

  test('nothing if a test, a row or an introduction names each heading', () => {
    expect(wrong(['Keys: are compared'], [['api', 'Options', 'one is missing', 'nobody needs it']])).toEqual([])
    expect(wrong(['Keys: are compared'], [], { api: ['Options'] })).toEqual([])
  })

  test('a test and a row of an unknown heading, and an introduction that is tested', () => {
    const rows = [['api', 'Values', 'one is missing', 'nobody needs it']]
    expect(wrong(['Keys: are compared', 'Values: are returned'], rows, { api: ['Keys', 'Options'] })).toEqual([
      "api: 'Keys' is no introduction",
      "a.test.tsx:1: 'Values: are returned' begins with no heading of the page",
      "the table of differences: 'api', 'Values' is no heading",
    ])
  })

  test('a row without a difference or a reason', () => {
    expect(wrong(['Keys: are compared'], [['api', 'Options', 'one is missing', '']])).toEqual([
      "the table of differences: 'api', 'Options' has an empty cell",
    ])
  })
})

/** The titles of the tests in a file, without those of groups. */
function testsIn(file: string): Title[] {
  return titlesIn(readSource(file)).filter(({ text }) => !text.startsWith("SWR's page: "))
}
