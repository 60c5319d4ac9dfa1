import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Branch } from '../../../examples/packages/answers.ts'
import { createAnalysis, NotInstalled } from '../../../examples/packages/server/analysis.ts'
import { makeProject } from '../report/project.ts'

/** `a` asks for `b` and `c`, `b` for `c`, and `c` for `a` again. */
async function circle() {
  const manifest = (name: string, dependencies: object) => ({ name, version: '1.0.0', dependencies })
  const project = await makeProject({
    'node_modules/a/package.json': manifest('a', { b: '1', c: '1', absent: '1' }),
    'node_modules/a/index.js': 'x'.repeat(1_000),
    'node_modules/a/readme.md': 'x'.repeat(100),
    'node_modules/b/package.json': manifest('b', { c: '1' }),
    'node_modules/c/package.json': manifest('c', { a: '1' }),
  })
  return { project, analysis: createAnalysis(project, join(project, 'catalogue.json')) }
}

const outline = (branches: readonly Branch[]): unknown[] =>
  branches.map(({ id, isRepeated, branches: below }) => [id, isRepeated ? 'as above' : outline(below)])

describe('the analysis of a package', () => {
  it('unfolds each dependency once, and comes out of circles', async () => {
    const { analysis } = await circle()
    const { tree } = await analysis.package('a@1.0.0')
    expect(outline(tree)).toEqual([
      ['b@1.0.0', [['c@1.0.0', [['a@1.0.0', 'as above']]]]],
      ['c@1.0.0', 'as above'],
    ])
  })

  it('tells what it brings along, who asks for it, and what its bytes are', async () => {
    const { analysis } = await circle()
    const { brings, kinds, requiredBy } = await analysis.package('a@1.0.0')
    expect(brings.map(({ id }) => id).sort()).toEqual(['b@1.0.0', 'c@1.0.0'])
    expect(requiredBy).toEqual(['c@1.0.0'])
    expect(kinds.map(({ kind }) => kind)).toEqual(['JavaScript', 'documents', 'JSON'])
  })

  it('says nothing of where it lies', async () => {
    const { analysis, project } = await circle()
    expect(JSON.stringify([await analysis.package('a@1.0.0'), await analysis.list('', 0)])).not.toContain(project)
  })

  it('is refused for what is not installed', async () => {
    const { analysis } = await circle()
    await expect(analysis.package('absent@1.0.0')).rejects.toThrow(NotInstalled)
    expect(await analysis.has('absent@1.0.0')).toBe(false)
  })
})
