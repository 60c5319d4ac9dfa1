import { beforeAll, expect, test } from 'vitest'
import { readSource } from '../package/project.ts'
import { tableIn } from '../package/tables.ts'
import type { Search } from './site.ts'
import { openSearch } from './site.ts'

/** How many results of the search a reader sees at once. */
const firstResults = 5

const rows = tableIn(readSource('docs/questions.md').text, ['question', 'search words', 'page']) ?? []

let search: Search
beforeAll(async () => {
  search = await openSearch()
})

test.each(rows)('%s is found by: %s', (_question, words = '', place = '') => {
  const [, page, anchor] = /\]\((.+)\.md#(.+)\)/.exec(place) ?? []
  const found = search(words).map(({ id }) => id)
  expect(found.slice(0, firstResults)).toContain(`/${page}.html#${anchor}`)
})

test('other words for it find the same place', () => {
  const found = search('logout').map(({ id }) => id)
  expect(found.slice(0, firstResults)).toContain('/components.html#log-out')
})

test.each([
  ['useCachettaInfinite', '/api/cachetta/react/functions/useCachettaInfinite.html'],
  ['staleIfError', '/api/cachetta/interfaces/CachettaOptions.html'],
  ['lookup', '/api/cachetta/functions/lookup.html'],
])('the name %s is found in the reference', (name, page) => {
  const found = search(name).slice(0, 10)
  expect(found.map(({ id }) => id.replace(/#.*/, ''))).toContain(page)
})
