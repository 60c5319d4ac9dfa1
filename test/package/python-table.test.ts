import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

// docs/coming-from/python.md promises that nothing of the Python library's README is missing. These lists are that README's.

const headings = [
  'Install',
  'Basic Usage',
  'Decorators',
  'Async Support',
  'Function Wrapper',
  'Auto Cache Keys',
  'In-Memory LRU',
  'Conditional Caching',
  'Stale-While-Revalidate',
  'Cache Invalidation',
  'Cache Inspection',
  'Path Operator',
  'Dynamic Cache Paths',
  'Specifying Paths',
  'Method Decorators',
  'Pickle Security',
  'Default safe types',
  'Extending the allowlist',
  'Error behavior',
  'Error Handling',
  'Logging',
  'Configuration Reference',
]

const options = 'path read write duration lru_size condition stale_duration skip_self allowed_pickle_types'.split(' ')

const safeTypes = (
  'int float str bytes bool None list dict tuple set frozenset complex bytearray range slice datetime date time timedelta ' +
  'timezone Decimal UUID OrderedDict defaultdict deque'
).split(' ')

const page = join(import.meta.dirname, '..', '..', 'docs', 'coming-from', 'python.md')
const text = readFileSync(page, 'utf8')

describe('docs/coming-from/python.md', () => {
  it('has a row for every heading, in the order of the Python README', () => {
    expect(rowsUnder('Headings').map(([python]) => python)).toEqual(headings)
  })

  it('has a row for every option', () => {
    expect(rowsUnder('Options').map(([python]) => python)).toEqual(options.map((option) => `\`${option}\``))
  })

  it('has a row for every safe type', () => {
    const types = safeTypes.map((type) => `\`${type}\``)
    expect(rowsUnder('Safe types').map(([python]) => python)).toEqual([...types, '`pathlib` paths'])
  })

  it('gives a form in TypeScript and a test in every row', () => {
    for (const [python, form, tests = ''] of [...rowsUnder('Headings'), ...rowsUnder('Options')]) {
      expect(form, python).toMatch(/\S/)
      expect(testsIn(`| ${tests}`), python).not.toEqual([])
    }
  })

  it.each(testsIn(text))('names a test: %s in %s', (title, file) => {
    expect(titlesIn(readFileSync(join(page, '..', '..', '..', file), 'utf8'))).toContain(title)
  })
})

/** The cells of the table under a heading of the page. */
function rowsUnder(heading: string): string[][] {
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  const lines = section.split('\n').filter((line) => line.startsWith('| '))
  return lines.slice(1).map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))
}

/** The tests in the last cell of a row, each with its file in brackets. */
function testsIn(markdown: string): [title: string, file: string][] {
  const each = /(?<=\| |\), |of them: )([^|\n]*?) \(`(test\/[^`]+)`\)/gm
  return Array.from(markdown.matchAll(each), ([, title = '', file = '']) => [title, file])
}

function titlesIn(tests: string): string[] {
  return Array.from(tests.matchAll(/^\s*(?:(?:it|test)\(|\)\(|\]\)\()?\s*'(.+?)',/gm), ([, title = '']) => title)
}
