import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { dependenciesOf } from '../../../examples/report/installed/dependencies.ts'
import { findDuplicates } from '../../../examples/report/installed/duplicates.ts'
import { countLicences, licenceOf } from '../../../examples/report/installed/licences.ts'
import { measureFolder } from '../../../examples/report/installed/measure.ts'
import { findPackages } from '../../../examples/report/installed/scan.ts'
import { composeReport } from '../../../examples/report/report.ts'
import type { Files } from './project.ts'
import { makeProject } from './project.ts'

async function installationOf(files: Files) {
  const installation = await findPackages(await makeProject(files))
  const dependenciesByPlace = () =>
    Object.fromEntries(installation.packages.map((each) => [each.place, dependenciesOf(each, installation)]))
  return { ...installation, dependenciesByPlace }
}

describe('finding packages', () => {
  test('finds plain, scoped and nested packages, in the order of their places', async () => {
    const { packages } = await installationOf({
      'node_modules/b/package.json': { name: 'b', version: '2.0.0' },
      'node_modules/b/node_modules/a/package.json': { name: 'a', version: '1.0.0' },
      'node_modules/@s/c/package.json': { name: '@s/c', version: '3.0.0' },
    })
    expect(packages.map(({ name, version, place }) => [name, version, place])).toEqual([
      ['@s/c', '3.0.0', 'node_modules/@s/c'],
      ['b', '2.0.0', 'node_modules/b'],
      ['a', '1.0.0', 'node_modules/b/node_modules/a'],
    ])
  })

  test('passes over housekeeping, plain files, folders without a manifest and links to nowhere', async () => {
    const { packages } = await installationOf({
      'node_modules/.bin/package.json': { name: 'bin' },
      'node_modules/.package-lock.json': {},
      'node_modules/empty/readme.md': '',
      'node_modules/gone': { link: 'nowhere' },
      'node_modules/a/package.json': { name: 'a', version: '1.0.0' },
    })
    expect(packages.map(({ name }) => name)).toEqual(['a'])
  })

  test('counts a linked package once, however many names lead to it', async () => {
    const { packages } = await installationOf({
      'workspaces/a/package.json': { name: 'a', version: '1.0.0' },
      'node_modules/a': { link: 'workspaces/a' },
      'node_modules/alias': { link: 'workspaces/a' },
    })
    expect(packages.map(({ name, place }) => [name, place])).toEqual([['a', 'workspaces/a']])
  })

  test('ends where a package links back to its project', async () => {
    const { packages } = await installationOf({
      'package.json': { name: 'project', version: '0.0.1' },
      'node_modules/project': { link: '' },
    })
    expect(packages.map(({ name }) => name)).toEqual(['project'])
  })

  test('names a package after its folder when its manifest is broken, nameless, or names a path', async () => {
    const { packages } = await installationOf({
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
  test('are resolved as Node does: the nearest copy on the way up', async () => {
    const { dependenciesByPlace } = await installationOf({
      'node_modules/a/package.json': { name: 'a', dependencies: { b: '1', c: '1' } },
      'node_modules/a/node_modules/b/package.json': { name: 'b', version: '1.0.0' },
      'node_modules/b/package.json': { name: 'b', version: '2.0.0', dependencies: { d: '1' } },
      'node_modules/c/package.json': { name: 'c', dependencies: { b: '2' } },
      'node_modules/d/package.json': { name: 'd' },
    })
    // a → a/node_modules/b, c; c → b → d
    expect(dependenciesByPlace()).toMatchObject({
      'node_modules/a': { direct: 2, transitive: 4 },
      'node_modules/c': { direct: 1, transitive: 2 },
    })
  })

  test('in a circle are counted once each, and never the package itself', async () => {
    const { dependenciesByPlace } = await installationOf({
      'node_modules/a/package.json': { name: 'a', dependencies: { b: '1' } },
      'node_modules/b/package.json': { name: 'b', dependencies: { c: '1' } },
      'node_modules/c/package.json': { name: 'c', dependencies: { a: '1', c: '1' } },
    })
    expect(Object.values(dependenciesByPlace()).map(({ transitive }) => transitive)).toEqual([2, 2, 2])
  })

  test('that are not installed, such as binaries for other platforms, do not count', async () => {
    const { dependenciesByPlace } = await installationOf({
      'node_modules/a/package.json': { name: 'a', dependencies: { b: '1' }, optionalDependencies: { b: '1', c: '1' } },
      'node_modules/b/package.json': { name: 'b' },
    })
    expect(dependenciesByPlace()['node_modules/a']).toEqual({ direct: 1, transitive: 1 })
  })

  test('are found beside a package where pnpm puts them', async () => {
    const store = 'node_modules/.pnpm'
    const { dependenciesByPlace } = await installationOf({
      [`${store}/@s+a@1/node_modules/@s/a/package.json`]: { name: '@s/a', dependencies: { b: '1' } },
      [`${store}/b@1/node_modules/b/package.json`]: { name: 'b' },
      [`${store}/@s+a@1/node_modules/b`]: { link: `${store}/b@1/node_modules/b` },
      'node_modules/@s/a': { link: `${store}/@s+a@1/node_modules/@s/a` },
    })
    expect(dependenciesByPlace()).toEqual({
      [`${store}/@s+a@1/node_modules/@s/a`]: { direct: 1, transitive: 1 },
      [`${store}/b@1/node_modules/b`]: { direct: 0, transitive: 0 },
    })
  })
})

describe('measuring', () => {
  test('counts the files of a package, its own fixtures included, but no other package and no link', async () => {
    const project = await makeProject({
      'a/package.json': '{}',
      'a/lib/code.js': 'x'.repeat(1000),
      'a/test/node_modules/fixture/index.js': 'fixture',
      'a/node_modules/b/index.js': 'of another package',
      'a/linked.js': { link: 'a/lib/code.js' },
    })
    let heard = 0
    const measurement = await measureFolder(join(project, 'a'), (bytes) => {
      heard += bytes
    })
    const texts = ['{}', 'x'.repeat(1000), 'fixture']
    const gzipBytes = texts.reduce((sum, text) => sum + gzipSync(text).length, 0)
    expect(measurement).toEqual({ files: 3, bytes: 1009, gzipBytes })
    expect(heard).toBe(1009)
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
  ])('states %s for %j', (licence, manifest) => {
    expect(licenceOf(manifest)).toBe(licence)
  })

  test('are counted, the most frequent first, with those who state none', () => {
    expect(countLicences([{ licence: 'ISC' }, { licence: null }, { licence: 'MIT' }, { licence: 'MIT' }])).toEqual([
      { licence: 'MIT', packages: 2 },
      { licence: 'ISC', packages: 1 },
      { licence: null, packages: 1 },
    ])
  })
})

describe('the report', () => {
  test('lists the largest package first, adds up, and names what is there twice', async () => {
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
          { version: '1.0.0', place: 'node_modules/a' },
          { version: '1.0.0', place: 'node_modules/b/node_modules/a' },
        ],
      },
    ])
    expect(report.computedAt).toBeInstanceOf(Date)
  })

  test('calls nothing a duplicate that is there once', () => {
    expect(findDuplicates([{ name: 'a', version: '1.0.0', place: 'node_modules/a' }])).toEqual([])
  })
})
