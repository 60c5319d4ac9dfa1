import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DependencyNode } from '../../../examples/packages/api-types.ts'
import { createAnalyser, NotInstalledError } from '../../../examples/packages/server/analyser.ts'
import { makeProject } from '../report/project.ts'

/** A cycle: `a` depends on `b` and `c`, `b` depends on `c`, and `c` depends on `a`. */
async function createCycle() {
  const manifest = (name: string, dependencies: object) => ({ name, version: '1.0.0', dependencies })
  const project = await makeProject({
    'node_modules/a/package.json': manifest('a', { b: '1', c: '1', absent: '1' }),
    'node_modules/a/index.js': 'x'.repeat(1_000),
    'node_modules/a/readme.md': 'x'.repeat(100),
    'node_modules/b/package.json': manifest('b', { c: '1' }),
    'node_modules/c/package.json': manifest('c', { a: '1' }),
  })
  return { project, analyser: createAnalyser(project, join(project, 'installed.json')) }
}

const outline = (nodes: readonly DependencyNode[]): unknown[] =>
  nodes.map(({ id, isDeduped, dependencies }) => [id, isDeduped ? 'deduped' : outline(dependencies)])

describe('the analyser', () => {
  it('expands each dependency once, also in a cycle', async () => {
    const { analyser } = await createCycle()
    const { dependencyTree } = await analyser.analysePackage('a@1.0.0')
    expect(outline(dependencyTree)).toEqual([
      ['b@1.0.0', [['c@1.0.0', [['a@1.0.0', 'deduped']]]]],
      ['c@1.0.0', 'deduped'],
    ])
  })

  it('lists dependencies, dependents and file types', async () => {
    const { analyser } = await createCycle()
    const { dependencies, dependents, fileTypes } = await analyser.analysePackage('a@1.0.0')
    expect(dependencies.map(({ id }) => id).sort()).toEqual(['b@1.0.0', 'c@1.0.0'])
    expect(dependents).toEqual(['c@1.0.0'])
    expect(fileTypes.map(({ type }) => type)).toEqual(['JavaScript', 'documentation', 'JSON'])
  })

  it('does not reveal the folder of a package', async () => {
    const { analyser, project } = await createCycle()
    expect(
      JSON.stringify([await analyser.analysePackage('a@1.0.0'), await analyser.listPackages('', 0)]),
    ).not.toContain(project)
  })

  it('rejects a package that is not installed', async () => {
    const { analyser } = await createCycle()
    await expect(analyser.analysePackage('absent@1.0.0')).rejects.toThrow(NotInstalledError)
    expect(await analyser.isInstalled('absent@1.0.0')).toBe(false)
  })
})
