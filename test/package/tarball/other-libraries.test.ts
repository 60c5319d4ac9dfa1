import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
// biome-ignore lint/correctness/useImportExtensions: the rule finds set-up.d.mts, which holds only types
import { npmCi } from '../../../scripts/set-up.mjs'
import { hasName, namesIn, pages, rowsOf } from '../coming-from.ts'
import { root } from '../project.ts'

const peers = join(root, 'bench', 'peers')

beforeAll(() => {
  if (!npmCi(peers, 'Installing other libraries …'))
    throw new Error('the libraries of bench/peers/ need the npm registry')
})

test.each(pages.filter(([, , peer]) => peer))(
  'the names of the other library in docs/coming-from/%s.md are in its package',
  (page, column, peer = '') => {
    const declarations = declarationsIn(join(peers, 'node_modules', peer)).join('\n')
    const names = rowsOf(page, column).flatMap(([theirs = '']) => namesIn(theirs))
    expect(names.length).toBeGreaterThan(8)
    expect(names.filter((name) => !hasName(declarations, name))).toEqual([])
  },
)

function declarationsIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files.filter((file) => /\.d\.[mc]?ts$/.test(file)).map((file) => readFileSync(join(folder, file), 'utf8'))
}
