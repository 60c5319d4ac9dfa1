import { execFile } from 'node:child_process'
import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Told } from '../../../examples/report/print/pages.ts'
import type { Scene, SceneName } from '../../../examples/report/stage/scenes.ts'
import { makeProject } from './project.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const program = join(root, 'examples', 'report', 'dist', 'main.js')

interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function run(file: string, words: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [file, ...words], { cwd: root }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr })
    })
  })
}

/** Three names, four folders: one version lies in two places. */
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

const DISTINCT = 3

beforeAll(async () => {
  const compiled = await run(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), [
    '-p',
    join(root, 'examples', 'report'),
  ])
  expect(compiled).toMatchObject({ code: 0, stdout: '' })
})

describe('the report as a command', () => {
  test('plays every scene, and answers as often from each place as the cache promises', async () => {
    const project = await makeInstallation()
    const { code, stdout, stderr } = await run(program, ['--json', '--project', project])
    expect(code, stderr).toBe(0)
    const told = JSON.parse(stdout) as Told
    const scene = (name: SceneName) => told.scenes.find((each) => each.name === name) as Scene
    const origins = (name: SceneName) => scene(name).answers.map(({ from }) => from)
    const measured = (name: SceneName) => scene(name).answers.reduce((sum, each) => sum + each.measurements.computed, 0)
    const report = (name: SceneName) => [...new Set(scene(name).answers.map((each) => each.report))].join(' and ')

    expect(origins('cold')).toEqual(['computed'])
    expect(measured('cold')).toBe(DISTINCT)
    expect(origins('disk')).toEqual(['disk'])
    expect(origins('memory')).toEqual(['memory'])
    expect([report('disk'), report('memory')]).toEqual([report('cold'), report('cold')])

    expect(origins('stale')).toEqual(['stale'])
    expect(report('stale')).toBe(report('cold'))
    expect(scene('stale').refresh?.measurements.computed).toBe(DISTINCT)
    expect(origins('refreshed')).toEqual(['memory'])
    expect(report('refreshed')).not.toBe(report('cold'))

    expect(origins('crowd')).toHaveLength(6)
    expect(origins('crowd').filter((from) => from === 'computed')).toHaveLength(1)
    expect(measured('crowd')).toBe(DISTINCT)
    expect(report('crowd')).toBe(scene('crowd').answers[0]?.report)

    expect(origins('damaged')).toEqual(['computed'])
    expect(measured('damaged')).toBe(0)
    expect(origins('mended')).toEqual(['disk'])
    expect(report('mended')).toBe(report('damaged'))

    expect(told.warnings).toHaveLength(1)
    expect(stderr).toBe(`${told.warnings[0]}\n`)
    expect(told.files).toMatchObject({ dir: join(project, '.cache', 'report'), files: DISTINCT + 1 })
    await access(join(project, '.cache', 'report', 'packages', '@s', 'c@1.0.0.json'))
    expect(told.report).toMatchObject({ project, totals: { packages: 4, files: 4 } })
  })

  test('prints tables without colour into a pipe, begins cold every time, and leaves foreign files alone', async () => {
    const project = await makeInstallation()
    const foreign = join(project, '.cache', 'report', 'notes.txt')
    for (const _ of ['first run', 'second run']) {
      const { code, stdout, stderr } = await run(program, ['--project', project])
      expect(code, stderr).toBe(0)
      expect(stdout).toMatch(/nothing cached yet +the function +report \+ 3 packages/)
      expect(stdout).toMatch(/6 processes at once +1 × the function +report \+ 3 packages/)
      expect(stdout).toContain('@s/c@1.0.0')
      expect(stdout + stderr).not.toContain('\x1b')
      await writeFile(foreign, 'mine')
    }
    await access(foreign)
  })

  test.each([
    ['an option it does not know', ['--fast'], 'there is no option --fast; --help lists the options\n'],
    [
      'a project without node_modules',
      ['--project', `${root}src`],
      `${root}src has no node_modules to report on; --help lists the options\n`,
    ],
  ])('refuses %s with one line and exit code 2', async (_, words, line) => {
    expect(await run(program, words)).toEqual({ code: 2, stdout: '', stderr: line })
  })
})
