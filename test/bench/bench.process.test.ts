import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test, vi } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

function runBenchmark(...args: readonly string[]) {
  return spawnSync(process.execPath, ['bench/main.mjs', ...args], { cwd: root, encoding: 'utf8' })
}

describe('the benchmark', () => {
  test('prints the comparisons of a row and their bars as JSON', () => {
    const { status, stdout } = runBenchmark('--row', 'decode', '--quick', '--json')
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
    const { status, stdout } = runBenchmark('--row', 'encode', '--quick')
    expect(status).toBe(0)
    expect(stdout).toMatch(/Every measured bar holds\.|Missed: encode \(JSON/)
  })

  test('prints the names of all rows for an unknown name', () => {
    const { status, stderr } = runBenchmark('--row', 'disk-hits')
    expect(status).toBe(1)
    expect(stderr).toContain("Unknown row 'disk-hits'. The rows are hot-hit, ")
  })

  test('writes single rows and keeps the others; a row that crashes does not keep the next from being written', () => {
    const directory = copyResults()
    const before = readResults(directory)
    vi.stubEnv('CHROMIUM_PATH', join(directory, 'no-chromium')) // the rows about components cannot start
    const args = ['--row', 'mount', '--row', 'subscribers', '--quick', '--write', '--to', directory]
    const { status, stderr } = runBenchmark(...args)
    vi.unstubAllEnvs()
    expect(status).toBe(1)
    expect(stderr).toContain('mount crashed')
    const { mount, subscribers, ...others } = readResults(directory)
    expect(mount).toMatchObject({ crashed: true, comparisons: [] })
    expect(subscribers).toMatchObject({ crashed: false, node: process.versions.node })
    expect(subscribers).not.toEqual(before['subscribers'])
    expect({ ...before, ...others }).toEqual(before)
    expect(Object.keys(others).length).toBeGreaterThan(0)
  })

  test('does not write a quick measurement into the repository', () => {
    const { status, stderr } = runBenchmark('--row', 'decode', '--quick', '--write')
    expect(status).toBe(1)
    expect(stderr).toContain('--quick measures too little to be written')
  })

  test('documents and plots are what the results make of them', () => {
    const directory = copyResults()
    expect(runBenchmark('--render', '--to', directory)).toMatchObject({ status: 0, stderr: '' }) // no row is missing, none lacks a reason
    for (const file of readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.\w+$/.test(name),
    ))
      expect({ file, text: readFileSync(join(directory, file), 'utf8') }).toEqual({
        file,
        text: readFileSync(join(root, file), 'utf8'),
      })
  })
})

/** A directory outside the repository that has its results. */
function copyResults(): string {
  const directory = mkdtempSync(join(tmpdir(), 'cachetta-bench-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  mkdirSync(join(directory, 'bench'))
  cpSync(join(root, 'bench/results.json'), join(directory, 'bench/results.json'))
  return directory
}

function readResults(directory: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(directory, 'bench/results.json'), 'utf8')).rows
}
