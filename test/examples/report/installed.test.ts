import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { countDependencies } from '../../../examples/report/installed/dependencies.ts'
import { findDuplicates } from '../../../examples/report/installed/duplicates.ts'
import { countLicences, readLicence } from '../../../examples/report/installed/licences.ts'
import { measureFolder } from '../../../examples/report/installed/measure.ts'
import { findPackages } from '../../../examples/report/installed/scan.ts'
import { composeReport } from '../../../examples/report/report.ts'
import type { Files } from './project.ts'
import { makeProject } from './project.ts'

async function install(files: Files) {
  const installation = await findPackages(await makeProject(files))
  const countByLocation = () =>
    Object.fromEntries(installation.packages.map((each) => [each.location, countDependencies(each, installation)]))
  return { ...installation, countByLocation }
}

describe('finding packages', () => {
  test('finds unscoped, scoped and nested packages, sorted by location', async () => {
    const { packages } = await install({
      'node_modules/b/package.json': { name: 'b', version: '2.0.0' },
      'node_modules/b/node_modules/a/package.json': { name: 'a', version: '1.0.0' },
      'node_modules/@s/c/package.json': { name: '@s/c', version: '3.0.0' },
    })
    expect(packages.map(({ name, version, location }) => [name, version, location])).toEqual([
      ['@s/c', '3.0.0', 'node_modules/@s/c'],
      ['b', '2.0.0', 'node_modules/b'],
      ['a', '1.0.0', 'node_modules/b/node_modules/a'],
    ])
  })

  test('skips hidden folders, plain files, folders without a manifest and broken links', async () => {
    const { packages } = await install({
      'node_modules/.bin/package.json': { name: 'bin' },
      'node_modules/.package-lock.json': {},
      'node_modules/empty/readme.md': '',
      'node_modules/gone': { link: 'nowhere' },
      'node_modules/a/package.json': { name: 'a', version: '1.0.0' },
    })
    expect(packages.map(({ name }) => name)).toEqual(['a'])
  })

  test('counts a linked package once, even if several links lead to it', async () => {
    const { packages } = await install({
      'workspaces/a/package.json': { name: 'a', version: '1.0.0' },
      'node_modules/a': { link: 'workspaces/a' },
      'node_modules/alias': { link: 'workspaces/a' },
    })
    expect(packages.map(({ name, location }) => [name, location])).toEqual([['a', 'workspaces/a']])
  })

  test('stops at a package that links back to its project', async () => {
    const { packages } = await install({
      'package.json': { name: 'project', version: '0.0.1' },
      'node_modules/project': { link: '' },
    })
    expect(packages.map(({ name }) => name)).toEqual(['project'])
  })

  test('names a package after its folder if the manifest is invalid, has no name, or has a path as its name', async () => {
    const { packages } = await install({
      'node_modules/broken/package.json': '{ "name": ',
      'node_modules/@s/nameless/package.json': [],
      'node_modules/climber/package.json': { name: '../../climber', version: '../1' },
    })
    expect(packages.map(({ name, version }) => `${name}@${version}`)).toEqual([
      '@s/nameless@0.0.0',
      'broken@0.0.0',
      'climber@0.0.0',
    ])
  })
})

describe('dependencies', () => {
  test('are resolved as in Node: the nearest copy on the way up', async () => {
    const { countByLocation } = await install({
      'node_modules/a/package.json': { name: 'a', dependencies: { b: '1', c: '1' } },
      'node_modules/a/node_modules/b/package.json': { name: 'b', version: '1.0.0' },
      'node_modules/b/package.json': { name: 'b', version: '2.0.0', dependencies: { d: '1' } },
      'node_modules/c/package.json': { name: 'c', dependencies: { b: '2' } },
      'node_modules/d/package.json': { name: 'd' },
    })
    // a → a/node_modules/b, c; c → b → d
    expect(countByLocation()).toMatchObject({
      'node_modules/a': { direct: 2, transitive: 4 },
      'node_modules/c': { direct: 1, transitive: 2 },
    })
  })

  test('in a cycle are counted once each, without the package itself', async () => {
    const { countByLocation } = await install({
      'node_modules/a/package.json': { name: 'a', dependencies: { b: '1' } },
      'node_modules/b/package.json': { name: 'b', dependencies: { c: '1' } },
      'node_modules/c/package.json': { name: 'c', dependencies: { a: '1', c: '1' } },
    })
    expect(Object.values(countByLocation()).map(({ transitive }) => transitive)).toEqual([2, 2, 2])
  })

  test('do not count if they are not installed, for example binaries for other platforms', async () => {
    const { countByLocation } = await install({
      'node_modules/a/package.json': { name: 'a', dependencies: { b: '1' }, optionalDependencies: { b: '1', c: '1' } },
      'node_modules/b/package.json': { name: 'b' },
    })
    expect(countByLocation()['node_modules/a']).toEqual({ direct: 1, transitive: 1 })
  })

  test('are found beside a package, as pnpm installs them', async () => {
    const store = 'node_modules/.pnpm'
    const { countByLocation } = await install({
      [`${store}/@s+a@1/node_modules/@s/a/package.json`]: { name: '@s/a', dependencies: { b: '1' } },
      [`${store}/b@1/node_modules/b/package.json`]: { name: 'b' },
      [`${store}/@s+a@1/node_modules/b`]: { link: `${store}/b@1/node_modules/b` },
      'node_modules/@s/a': { link: `${store}/@s+a@1/node_modules/@s/a` },
    })
    expect(countByLocation()).toEqual({
      [`${store}/@s+a@1/node_modules/@s/a`]: { direct: 1, transitive: 1 },
      [`${store}/b@1/node_modules/b`]: { direct: 0, transitive: 0 },
    })
  })
})

describe('measuring', () => {
  test('counts the files of a package with its fixtures, but no other package and no link', async () => {
    const project = await makeProject({
      'a/package.json': '{}',
      'a/lib/code.js': 'x'.repeat(1000),
      'a/test/node_modules/fixture/index.js': 'fixture',
      'a/node_modules/b/index.js': 'another package',
      'a/linked.js': { link: 'a/lib/code.js' },
    })
    let bytesRead = 0
    const measurement = await measureFolder(join(project, 'a'), (bytes) => {
      bytesRead += bytes
    })
    const texts = ['{}', 'x'.repeat(1000), 'fixture']
    const gzipBytes = texts.reduce((sum, text) => sum + gzipSync(text).length, 0)
    expect(measurement).toEqual({ files: 3, bytes: 1009, gzipBytes })
    expect(bytesRead).toBe(1009)
  })
})

describe('licences', () => {
  test.each([
    ['MIT', { license: 'MIT' }],
    ['ISC', { license: { type: 'ISC', url: 'https://example.org' } }],
    ['MIT OR BSD', { licenses: [{ type: 'MIT' }, { type: 'BSD' }, 'GPL'] }],
    [null, { license: ' ' }],
    [null, { license: 7 }],
    [null, { licenses: [] }],
    [null, {}],
  ])('are %s for %j', (licence, manifest) => {
    expect(readLicence(manifest)).toBe(licence)
  })

  test('are counted, the most frequent first, together with packages that declare none', () => {
    expect(countLicences([{ licence: 'ISC' }, { licence: null }, { licence: 'MIT' }, { licence: 'MIT' }])).toEqual([
      { licence: 'MIT', packages: 2 },
      { licence: 'ISC', packages: 1 },
      { licence: null, packages: 1 },
    ])
  })
})

describe('the report', () => {
  test('lists the largest package first, adds up the totals, and lists duplicates', async () => {
    const project = await makeProject({
      'node_modules/a/package.json': { name: 'a', version: '1.0.0', license: 'MIT' },
      'node_modules/b/package.json': { name: 'b', version: '1.0.0' },
      'node_modules/b/node_modules/a/package.json': { name: 'a', version: '1.0.0', license: 'MIT' },
    })
    const sizes: Record<string, number> = { a: 10, b: 30 }
    const report = await composeReport(project, await findPackages(project), async ({ name }) => {
      return { files: 1, bytes: sizes[name] ?? 0, gzipBytes: 5 }
    })
    expect(report.packages.map(({ name }) => name)).toEqual(['b', 'a', 'a'])
    expect(report.totals).toEqual({ packages: 3, files: 3, bytes: 50, gzipBytes: 15 })
    expect(report.duplicates).toEqual([
      {
        name: 'a',
        copies: [
          { version: '1.0.0', location: 'node_modules/a' },
          { version: '1.0.0', location: 'node_modules/b/node_modules/a' },
        ],
      },
    ])
    expect(report.computedAt).toBeInstanceOf(Date)
  })

  test('has no duplicate for a package that is installed once', () => {
    expect(findDuplicates([{ name: 'a', version: '1.0.0', location: 'node_modules/a' }])).toEqual([])
  })
})
