import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

function runBenchmark(...args: readonly string[]) {
  return spawnSync(process.execPath, ['bench/main.mjs', ...args], { cwd: root, encoding: 'utf8' })
}

describe('the benchmark', () => {
  test('prints the comparisons of a row and their bars as JSON', () => {
    const { status, stdout } = runBenchmark('--row', 'decode', '--json')
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      node: process.versions.node,
      results: [
        {
          name: 'decode',
          crashed: false,
          comparisons: [
            { against: 'JSON', ratio: expect.any(Number), bar: 1.3 },
            { against: 'JSON + SHA-256', ratio: expect.any(Number) },
            { against: 'superjson', ratio: expect.any(Number) },
          ],
        },
      ],
    })
  })

  test('prints which bars hold, and exits with 0 if one is missed', () => {
    const { status, stdout } = runBenchmark('--row', 'encode')
    expect(status).toBe(0)
    expect(stdout).toMatch(/Every measured bar holds\.|Missed: encode \(JSON\)\./)
  })

  test('prints the names of all rows for an unknown name', () => {
    const { status, stderr } = runBenchmark('--row', 'disk-hits')
    expect(status).toBe(1)
    expect(stderr).toContain("Unknown row 'disk-hits'. The rows are hot-hit, ")
  })

  test('refuses to write the document with only some of the rows', () => {
    const { status, stderr } = runBenchmark('--row', 'decode', '--write')
    expect(status).toBe(1)
    expect(stderr).toContain('--write needs all rows')
  })
})
