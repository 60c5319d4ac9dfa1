import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hasName, namesIn, pages, rowsOf } from './coming-from.ts'
import { readSource, root, sourcesOfPackage } from './project.ts'

test.each(pages)('docs/coming-from/%s.md names what the package has', (page, column) => {
  const rows = rowsOf(page, column)
  const sources = sourcesOfPackage()
    .map(({ text }) => text)
    .join('\n')
  const unknown = rows.flatMap(([, here = '']) => namesIn(here)).filter((name) => !hasName(sources, name))
  expect(rows.length).toBeGreaterThan(8)
  expect(unknown).toEqual([])
})

test('the pages and bench/peers/ agree on the releases of the other libraries', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'bench/peers/package.json'), 'utf8'))
  const releases = {
    'tanstack-query': '@tanstack/react-query',
    cachified: '@epic-web/cachified',
    bentocache: 'bentocache',
  }
  const named = { ...releases, 'node-cache-manager': 'cache-manager' }
  for (const [page, name] of Object.entries(named)) {
    expect(readSource(`docs/coming-from/${page}.md`).text).toContain(`\`${name}\` ${dependencies[name]}`)
  }
})
