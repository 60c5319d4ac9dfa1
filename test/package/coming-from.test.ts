import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readSource, root, sourcesOfPackage } from './project.ts'
import { codesIn, tableIn } from './tables.ts'

/** The pages, the first column of their tables, and the package whose names it has. */
const pages: readonly [page: string, column: string, peer?: string][] = [
  ['swr', 'swr', 'swr'],
  ['tanstack-query', 'tanstack query', '@tanstack'],
  ['cachified', 'cachified', '@epic-web/cachified'],
  ['bentocache', 'bentocache', 'bentocache'],
  ['node-cache-manager', 'cache-manager', 'cache-manager'],
  ['p-memoize', 'p-memoize'],
]

/** Names of the programs that the tables show, of the language, and of other packages. */
const ofTheProgram = (
  'cache getUser arg id fn value user users listener first todos filters bento send size Infinity null undefined true false new await ' +
  'Array isArray Map JSON stringify Keyv ExpiryMap QuickLRU maxSize'
).split(' ')

test.each(pages)('docs/coming-from/%s.md names what the package has', (page, column) => {
  const rows = rowsOf(page, column)
  const sources = sourcesOfPackage()
    .map(({ text }) => text)
    .join('\n')
  const unknown = rows.flatMap(([, here = '']) => namesIn(here)).filter((name) => !hasName(sources, name))
  expect(rows.length).toBeGreaterThan(8)
  expect(unknown).toEqual([])
})

// `npm run bench` installs these packages. Where they are installed, their names are checked, too.
const installed = pages.flatMap(([page, column, peer]) => {
  const folder = join(root, 'bench/peers/node_modules', peer ?? '-')
  return existsSync(folder) ? [{ page, column, folder }] : []
})

describe('the names of the other libraries', () => {
  test('are those of releases that the pages and bench/peers/ agree on', () => {
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

  test('are in the packages that are installed', () => {
    for (const { page, column, folder } of installed) {
      const declarations = declarationsIn(folder).join('\n')
      const unknown = rowsOf(page, column)
        .flatMap(([theirs = '']) => namesIn(theirs))
        .filter((name) => !hasName(declarations, name))
      expect(unknown, page).toEqual([])
    }
  })
})

function rowsOf(page: string, column: string): string[][] {
  return tableIn(readSource(`docs/coming-from/${page}.md`).text, [column, 'here']) ?? []
}

/** The identifiers in the code of a cell, without what is in quotes. */
function namesIn(cell: string): string[] {
  const names = codesIn(cell).flatMap((code) => code.replace(/'[^']*'/g, '').match(/(?<![\w'])[a-z]\w*/gi) ?? [])
  return names.filter((name) => !ofTheProgram.includes(name))
}

function hasName(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(text)
}

function declarationsIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files.filter((file) => /\.d\.[mc]?ts$/.test(file)).map((file) => readFileSync(join(folder, file), 'utf8'))
}
