import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { writePrograms } from './page-programs.ts'

const { folder, compile } = writePrograms('docs/deployment.md')

it('four workers compute a missing entry once', async () => {
  const env = { ...process.env, CACHE_DIR: join(folder, 'cache') }
  const { stdout } = await promisify(execFile)(process.execPath, [await compile('workers.ts')], { env })
  const lines = stdout.trim().split('\n')
  expect(lines.filter((line) => line === 'computed')).toHaveLength(1)
  expect(lines.filter((line) => /^worker \d has news$/.test(line))).toHaveLength(4)
})
