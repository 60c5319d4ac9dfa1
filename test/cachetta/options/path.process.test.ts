import { execFileSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'cachetta-path-')))
const door = new URL('../../../dist/index.js', import.meta.url).href
afterAll(() => rmSync(root, { recursive: true }))

/** Runs a script in an empty directory with the subdirectory `other`, and returns the JSON that it prints. */
function runScript(name: string, script: string): { readonly directory: string; readonly printed: unknown } {
  const directory = join(root, name)
  const code = `
    import { existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs'
    import { Cachetta, memoryStore, readCache, setLogLevel, writeCache } from ${JSON.stringify(door)}
    mkdirSync(${JSON.stringify(join(directory, 'other'))}, { recursive: true })
    process.chdir(${JSON.stringify(directory)})
    const print = (value) => console.log(JSON.stringify(value))
    ${script}`
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  })
  return { directory, printed: JSON.parse(output) }
}

it('keeps the entries of relative paths where they are if the directory of the process changes', () => {
  const { directory, printed } = runScript(
    'moves',
    `
    const cache = new Cachetta({ path: './cache/users.json', tags: ['all'] })
    const named = new Cachetta({ path: (id) => \`named/\${id}.json\`, tags: ['all'] })
    const base = new Cachetta({ path: 'base' })
    await writeCache(cache, 'before')
    process.chdir('other')
    const copy = cache.copy({ duration: '1h' })
    const under = base.at('a', 'b.json')
    const names = base.at((id) => \`\${id}.json\`)
    await writeCache(cache, 1, 'key')
    await writeCache(named, 2, 7)
    await writeCache(under, 3)
    await writeCache(names, 4, 'x')
    await writeCache(base.copy({ path: './sibling' }), 5)
    const listed = []
    for await (const { path } of base.entries()) listed.push(path)
    const found = [await readCache(copy), await readCache(copy, 'key'), await readCache(named, 7), await readCache(under)]
    const paths = [cache.pathFor(), cache.pathFor('key'), named.pathFor(7), under.pathFor(), names.pathFor('x')]
    const exist = paths.map((path) => existsSync(path))
    await cache.invalidateTags('all')
    const left = [await readCache(cache), await readCache(cache, 'key'), await readCache(named, 7)]
    print({ found, paths: [paths[0], paths[2], paths[3], paths[4]], exist, listed: listed.sort(), left, here: readdirSync('.'), above: readdirSync('..').sort() })
    `,
  )
  expect(printed).toEqual({
    found: ['before', 1, 2, 3],
    paths: ['cache/users.json', 'named/7.json', 'base/a/b.json', 'base/x.json'].map((file) => join(directory, file)),
    exist: [true, true, true, true, true],
    listed: ['base/a/b.json', 'base/x.json'].map((file) => join(directory, file)),
    left: [null, null, null],
    here: [],
    above: ['.cachetta', 'base', 'cache', 'named', 'other', 'sibling'],
  })
})

it('tells caches with one relative path apart that were made in two directories', () => {
  const { printed } = runScript(
    'two',
    `
    const first = new Cachetta({ path: 'a.json', lruSize: 5 })
    process.chdir('other')
    const second = new Cachetta({ path: 'a.json', lruSize: 5 })
    const results = await Promise.all([first(async () => 1)(), second(async () => 2)()])
    print([...results, await readCache(first), await readCache(second)])
    `,
  )
  expect(printed).toEqual([1, 2, 1, 2])
})

it('leaves paths as they are in a store without files', () => {
  const { printed } = runScript(
    'memory',
    `
    const cache = new Cachetta({ path: './cache/users.json', store: memoryStore() })
    print([cache.path, cache.at('b').path, cache.pathFor()])
    `,
  )
  expect(printed).toEqual(['./cache/users.json', './cache/users.json/b', './cache/users.json'])
})

it('makes a cache in a directory that was deleted', () => {
  const { printed } = runScript(
    'deleted',
    `
    process.chdir('other')
    rmdirSync(process.cwd())
    const cache = new Cachetta({ path: 'a.json' })
    setLogLevel('silent')
    print(await cache(async () => 1)())
    `,
  )
  expect(printed).toBe(1)
})
