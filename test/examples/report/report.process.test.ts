import { execFile } from 'node:child_process'
import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Output } from '../../../examples/report/print/output.ts'
import type { Scenario, ScenarioName } from '../../../examples/report/scenarios/run-scenarios.ts'
import { makeProject } from './project.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const program = join(root, 'examples', 'report', 'dist', 'main.js')

interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function run(file: string, args: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [file, ...args], { cwd: root }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr })
    })
  })
}

/** Three packages in four folders: one version is installed twice. */
function makeInstallation(): Promise<string> {
  return makeProject({
    'node_modules/a/package.json': {
      name: 'a',
      version: '1.0.0',
      license: 'MIT',
      dependencies: { b: '1', '@s/c': '1' },
    },
    'node_modules/b/package.json': { name: 'b', version: '1.0.0', license: 'ISC' },
    'node_modules/@s/c/package.json': { name: '@s/c', version: '1.0.0', dependencies: { b: '1' } },
    'node_modules/@s/c/node_modules/b/package.json': { name: 'b', version: '1.0.0', license: 'ISC' },
  })
}

const DISTINCT_PACKAGES = 3

beforeAll(async () => {
  const compiled = await run(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), [
    '-p',
    join(root, 'examples', 'report'),
  ])
  expect(compiled).toMatchObject({ code: 0, stdout: '' })
})

describe('the report as a command', () => {
  test('runs every scenario, and each answer comes from the expected source', async () => {
    const project = await makeInstallation()
    const { code, stdout, stderr } = await run(program, ['--json', '--project', project])
    expect(code, stderr).toBe(0)
    const output = JSON.parse(stdout) as Output
    const getScenario = (name: ScenarioName) => output.scenarios.find((each) => each.name === name) as Scenario
    const getSources = (name: ScenarioName) => getScenario(name).answers.map(({ source }) => source)
    const countMeasured = (name: ScenarioName) =>
      getScenario(name).answers.reduce((sum, each) => sum + each.measurements.computed, 0)
    const getReports = (name: ScenarioName) =>
      [...new Set(getScenario(name).answers.map((each) => each.report))].join(' and ')

    expect(getSources('cold')).toEqual(['computed'])
    expect(countMeasured('cold')).toBe(DISTINCT_PACKAGES)
    expect(getSources('disk')).toEqual(['disk'])
    expect(getSources('memory')).toEqual(['memory'])
    expect([getReports('disk'), getReports('memory')]).toEqual([getReports('cold'), getReports('cold')])

    expect(getSources('stale')).toEqual(['stale'])
    expect(getReports('stale')).toBe(getReports('cold'))
    expect(getScenario('stale').refresh?.measurements.computed).toBe(DISTINCT_PACKAGES)
    expect(getSources('refreshed')).toEqual(['memory'])
    expect(getReports('refreshed')).not.toBe(getReports('cold'))

    expect(getSources('concurrent')).toHaveLength(6)
    expect(getSources('concurrent').filter((source) => source === 'computed')).toHaveLength(1)
    expect(countMeasured('concurrent')).toBe(DISTINCT_PACKAGES)
    expect(getReports('concurrent')).toBe(getScenario('concurrent').answers[0]?.report)

    expect(getSources('damaged')).toEqual(['computed'])
    expect(countMeasured('damaged')).toBe(0)
    expect(getSources('after-damaged')).toEqual(['disk'])
    expect(getReports('after-damaged')).toBe(getReports('damaged'))

    expect(output.warnings).toHaveLength(1)
    expect(stderr).toBe(`${output.warnings[0]}\n`)
    expect(output.files).toMatchObject({ dir: join(project, '.cache', 'report'), files: DISTINCT_PACKAGES + 1 })
    await access(join(project, '.cache', 'report', 'packages', '@s', 'c@1.0.0.json'))
    expect(output.report).toMatchObject({ project, totals: { packages: 4, files: 4 } })
  })

  test('prints tables without colour into a pipe, starts with an empty cache, and keeps other files', async () => {
    const project = await makeInstallation()
    const otherFile = join(project, '.cache', 'report', 'notes.txt')
    for (const _ of ['first run', 'second run']) {
      const { code, stdout, stderr } = await run(program, ['--project', project])
      expect(code, stderr).toBe(0)
      expect(stdout).toMatch(/empty cache +the function +report \+ 3 packages/)
      expect(stdout).toMatch(/6 processes at once +1 × the function +report \+ 3 packages/)
      expect(stdout).toContain('@s/c@1.0.0')
      expect(stdout + stderr).not.toContain('\x1b')
      await writeFile(otherFile, 'mine')
    }
    await access(otherFile)
  })

  test.each([
    ['an unknown option', ['--fast'], 'unknown option --fast; --help lists the options\n'],
    [
      'a project without node_modules',
      ['--project', `${root}src`],
      `${root}src has no node_modules folder; --help lists the options\n`,
    ],
  ])('rejects %s with one line and exit code 2', async (_, args, line) => {
    expect(await run(program, args)).toEqual({ code: 2, stdout: '', stderr: line })
  })
})
