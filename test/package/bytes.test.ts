import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { esmExternalRequirePlugin } from 'rolldown/plugins'
import { beforeAll, describe, expect, test } from 'vitest'
// biome-ignore lint/correctness/useImportExtensions: the rule finds sources.d.mts, which holds only types
import { aliasSourcesInRolldown } from '../../scripts/sources.mjs'

// What a browser's page loads: each door by itself and the page that components make, minified and gzipped, React external.

const root = join(import.meta.dirname, '..', '..')
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { exports: Record<string, unknown> }
// The clients of Redis open sockets, which no browser has.
const doors = Object.keys(exports).filter((door) => !['./next', './package.json', './redis'].includes(door))
const page = `export { CachettaProvider, useCachetta } from 'cachetta/react'`
// What the page cost when this limit was set. A change that costs bytes raises it, and says what for. Last: all built-in types
// without a provider, lists and `use(promise)` that survive, `restore`, retries of an entry, previous data, equality of Maps and bytes,
// `fallback` as a list, the log at `debug`, a fetch in the same tick, refused values of a batch, the order of changes
// among tabs, the watch that asks for another request, invalidations that hide first, retries that are repeated, functions of the
// host that throw, stores that have missed changes, or let an entry expire, platforms that wait for what goes on (`waitUntil`), and evictions by the
// database, which events tell, the cache that `useCachettaConfig` returns, and tabs of two releases.
const budget = 28_588

// All of each door, measured. A change that costs bytes raises its number here and says in its commit what for; one that saves some lowers it.
const limits: Readonly<Record<string, number>> = {
  cachetta: 56_762,
  'cachetta/storage': 17_864,
  'cachetta/keyv': 21_367,
  'cachetta/unstorage': 21_129,
  'cachetta/cachified': 7_706,
  'cachetta/tanstack-query': 15_578,
  'cachetta/react': 48_449,
  'cachetta/swr': 47_310,
  'cachetta/swr/immutable': 47_294,
  'cachetta/swr/infinite': 48_241,
  'cachetta/swr/mutation': 48_339,
  'cachetta/swr/subscription': 48_054,
  'cachetta/outbox': 26_776,
  'cachetta/ssr': 22_600,
  'cachetta/testing': 46_127,
  'cachetta/storybook': 38_277,
  'cachetta/devtools': 214,
  'cachetta/devtools/production': 58_595,
}

interface Bundle {
  readonly minified: number
  readonly gzipped: number
  readonly modules: readonly string[]
}

async function bundled(code: string): Promise<Bundle> {
  const entry = join(root, 'src', 'page.ts')
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    tsconfig: false, // its paths are those for Node
    resolve: { alias: aliasSourcesInRolldown('browser'), conditionNames: ['browser', 'import', 'default'] },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    plugins: [
      // The shim is CommonJS: left alone, its require('react') would stay one, which no browser has.
      esmExternalRequirePlugin({ external: [/^react(?:-dom)?(?:\/|$)/] }),
      { name: 'page', resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? code : null) },
    ],
  })
  const { output } = await build.generate({ format: 'esm', minify: true, comments: false })
  const chunks = output.filter((part) => part.type === 'chunk')
  const text = chunks.map((chunk) => chunk.code).join('')
  return {
    minified: Buffer.byteLength(text),
    gzipped: gzipSync(text, { level: 9 }).length,
    modules: chunks.flatMap((chunk) => Object.keys(chunk.modules)),
  }
}

const nameOf = (door: string): string => door.replace('.', 'cachetta')
const bundles = new Map<string, Bundle>()

beforeAll(async () => {
  for (const name of doors.map(nameOf)) bundles.set(name, await bundled(`export * as door from '${name}'`))
  if (doors.includes('./react')) bundles.set('the page', await bundled(page))
  const lines = [...bundles].map(
    ([name, { minified, gzipped }]) =>
      `${name.padEnd(20)}${String(minified).padStart(8)} min${String(gzipped).padStart(8)} gzip`,
  )
  console.info(`Bytes in a browser:\n${lines.join('\n')}`)
})

test.each(doors.map(nameOf))('%s can be bundled for a browser', (name) => {
  expect(bundles.get(name)?.modules.filter((id) => id.includes('node:') || id.endsWith('.node.ts'))).toEqual([])
})

test.each(doors.map(nameOf))('%s costs what it cost when its limit was set', (name) => {
  expect(bundles.get(name)?.gzipped).toBeGreaterThan(0)
  expect(bundles.get(name)?.gzipped).toBeLessThanOrEqual(limits[name] ?? 0)
})

describe.runIf(doors.includes('./react'))('a page with useCachetta and CachettaProvider', () => {
  const ofPage = (): Bundle => bundles.get('the page') ?? { minified: 0, gzipped: 0, modules: [] }

  test(`costs at most ${budget} bytes`, () => {
    expect(ofPage().modules.length).toBeGreaterThan(0)
    expect(ofPage().gzipped).toBeLessThanOrEqual(budget)
  })

  test('holds nothing of superjson', () => {
    expect(ofPage().modules.length).toBeGreaterThan(0)
    expect(ofPage().modules.filter((id) => id.includes('superjson'))).toEqual([])
  })
})
