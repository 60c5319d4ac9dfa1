import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

function bench(...args: readonly string[]) {
  return spawnSync(process.execPath, ['bench/main.mjs', ...args], { cwd: root, encoding: 'utf8' })
}

describe('the benchmark', () => {
  test('tells machines of one row what it was measured against, and the bar', () => {
    const { status, stdout } = bench('--row', 'decode', '--json')
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

  test('says which bars hold, and fails for none that is missed', () => {
    const { status, stdout } = bench('--row', 'encode')
    expect(status).toBe(0)
    expect(stdout).toMatch(/Every bar that was measured holds\.|Missed: encode \(JSON\)\./)
  })

  test('answers the name of a row that is none with the names there are', () => {
    const { status, stderr } = bench('--row', 'disk-hits')
    expect(status).toBe(1)
    expect(stderr).toContain('There is no row disk-hits; there are hot-hit, ')
  })

  test('writes no page that would lack rows', () => {
    const { status, stderr } = bench('--row', 'decode', '--write')
    expect(status).toBe(1)
    expect(stderr).toContain('--write is for all rows')
  })
})
