import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const output = spawnSync(process.execPath, [join(root, 'scripts', 'hops.mjs')], { cwd: root, encoding: 'utf8' })
const printed = `${output.stdout}${output.stderr}`

test('a memory hit passes through at most 10 source files, a mount with its fetch through at most 47', () => {
  expect(output.status, printed).toBe(0)
  expect(printed).toMatch(/^ok +a memory hit of a cached function: \d+ files, limit 10$/m)
  expect(printed).toMatch(/^ok +a mount of useCachetta with its fetch: \d+ files, limit 47$/m)
})

test('the measurement sees both routes: the function, the hook and the store', () => {
  const [hit = '', mount = ''] = printed.split('a mount of useCachetta with its fetch')
  expect(hit).toMatch(/^ {2}src\/cachetta\//m)
  expect(mount).toMatch(/^ {2}src\/react\/.* useCachetta/m)
  expect(mount).toMatch(/^ {2}src\/store\//m)
})
