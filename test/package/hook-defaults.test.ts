import { describe, expect, test } from 'vitest'
import { HOOK_FRESHNESS } from '../../src/engine/request/policy.ts'
import { parseDuration } from '../../src/entry/duration.ts'
import { hookDefaults, listDefaults } from '../../src/react/config/config.ts'
import { wrongDefaults } from './hook-defaults.ts'
import { readSource } from './project.ts'

const page = 'docs/components.md'
const listPage = 'docs/lists.md'

/** The cache supplies these: no hook has a default of its own for them. */
const suppliedByCache = { duration: HOOK_FRESHNESS.duration, staleDuration: '7d', persist: true }

test(`${page} gives every default of a hook as the sources do`, () => {
  expect(parseDuration(suppliedByCache.staleDuration, 'staleDuration')).toBe(HOOK_FRESHNESS.staleDuration)
  expect(wrongDefaults(readSource(page).text, { ...hookDefaults, ...suppliedByCache })).toEqual([])
})

test(`${listPage} gives every default of a list as the sources do`, () => {
  expect(wrongDefaults(readSource(listPage).text, listDefaults)).toEqual([])
})

describe('the check itself', () => {
  const tableOf = (...rows: string[]) => ['| option | default | meaning |', '|---|---|---|', ...rows].join('\n')
  const compare = () => true
  const defaults = {
    interval: 2_000,
    count: Number.POSITIVE_INFINITY,
    persist: true,
    span: '7d',
    compare,
    use: [],
    key: undefined,
  }
  const good = [
    '| `interval` | `2000` | a span |',
    '| `count` | `Infinity` | |',
    '| `persist` | `true` | `false` turns it off |',
    "| `span` | what the cache was given, else `'7d'` | |",
    '| `compare` | deep equality | |',
    '| `use` | `[]` | |',
    '| `key` | | |',
    '| `select` | – | |',
  ]

  test('finds nothing in a table that agrees', () => {
    expect(wrongDefaults(tableOf(...good), defaults)).toEqual([])
  })

  test.each<[title: string, row: string, wrong: string]>([
    [
      'another number',
      '| `interval` | `3000` | |',
      'interval: the document gives 3000 as its default, the sources 2000',
    ],
    ['another string', "| `span` | `'1d'` | |", "span: the document gives '1d' as its default, the sources '7d'"],
    ['words for a literal', '| `interval` | two seconds | |', 'gives words as its default, the sources 2000'],
    ['a literal for a function', '| `compare` | `isEqual` | |', 'gives isEqual as its default, the sources words'],
    [
      'a default that is not given',
      '| `persist` | – | |',
      'persist: the document gives nothing as its default, the sources true',
    ],
    [
      'a default of an option that has none',
      '| `select` | `false` | |',
      'select: the document gives false as its default',
    ],
    ['two options in one row', '| `interval`, `span` | `2000` | |', 'interval span: the document gives 2000'],
  ])('finds %s', (_title, row, wrong) => {
    const others = good.filter((each) => each.split('|')[1] !== row.split('|')[1])
    expect(wrongDefaults(tableOf(...others, row), defaults).join('\n')).toContain(wrong)
  })

  test('finds an option without a row', () => {
    expect(wrongDefaults(tableOf(...good.slice(1)), defaults)).toEqual(['interval: the table has no row for it'])
  })

  test('finds that the table is missing', () => {
    expect(wrongDefaults('# Options', defaults)).toEqual(['there is no table with the columns option | default'])
  })
})
