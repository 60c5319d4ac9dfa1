// Bundles the doors for users: ES modules for all platforms, and CommonJS for tools that cannot load ES modules, for example Jest.
// A process needs more time to load hundreds of small files than to run them (`npm run bench -- --row import`), and bundlers drop
// what a page does not use from the combined files, too.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { defineConfig } from 'rolldown'
import { aliasSourcesInRolldown, doors, platformSources } from './scripts/sources.mjs'

const outDir = process.env.CACHETTA_OUT_DIR ?? 'dist'

/** Writes the licences of the bundled packages into one file, because these licences require it. */
const licencePlugin = {
  name: 'licences',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds)
    const packages = new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? []))
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: [...packages].sort().map(readLicence).join('\n') })
  },
}

function readLicence(folder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each))
  if (file === undefined) throw new Error(`${name} has no licence file to include`)
  return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8')}`
}

/** `engine/events/events.node` for `src/engine/events/events.node.ts`: the path in the output, without its ending. */
function toEntry(source) {
  return [source.replace(/^src\/|\.ts$/g, ''), source]
}

// `#names` stay imports, which package.json leads to the files of the platform. So these files are entries, too.
const serverComponentDoors = ['react-server', 'swr/config-client', 'swr-react-server', 'swr-infinite-react-server'].map(
  (name) => `src/${name}.ts`,
)
const entries = [...Object.values(doors), ...serverComponentDoors, ...Object.values(platformSources).flat()].map(
  toEntry,
)

// A process loads few files faster than many. Rooms import one way, so the files of rooms import one way, too. The hash is no part of
// `base`: it imports `#sha256`, whose file imports `base`.
const rooms = [
  [
    'base',
    /^src\/(?:errors\.ts|key\/(?!hash\.|file-name\.)|entry\/(?!json\/(?!parse-json))|store\/(?:memory\/|[^/]+$))/,
  ],
  ['json-codec', /^src\/entry\/json\//],
  ['engine', /^src\/engine\//],
  // The class changes its prototype when it is loaded, so a page that shares its file has it.
  ['functions', /^src\/cachetta\/(?!cachetta\.)/],
]

const inputs = new Set(entries.map(([, source]) => source))

/** The file of a module that several entries share. Without a name, Rolldown decides. */
function nameRoom(id) {
  const source = relative(import.meta.dirname, id).replaceAll('\\', '/')
  return inputs.has(source) ? null : (rooms.find(([, files]) => files.test(source))?.[0] ?? null)
}

const esModules = {
  input: Object.fromEntries(entries),
  platform: 'neutral',
  tsconfig: false, // its paths are those for Node
  external: [/^#/, /^node:/, /^cachetta($|\/)/, /^react(?:-dom)?(?:$|\/)/],
  plugins: [licencePlugin],
  resolve: { conditionNames: ['import', 'default'] },
  output: {
    dir: outDir,
    format: 'esm',
    chunkFileNames: 'shared/[name].js',
    codeSplitting: { groups: [{ name: nameRoom, minShareCount: 2 }] },
    comments: { legal: true, annotation: true, jsdoc: false },
  },
}

// The program in `bin`: one file, which imports the doors by their names.
const command = {
  ...esModules,
  input: { cli: 'src/cli.ts' },
  plugins: [],
  output: { ...esModules.output, codeSplitting: false },
}

// For Node alone, where the tools run that need it.
const commonJs = {
  input: Object.fromEntries(Object.values(doors).map(toEntry)),
  platform: 'node',
  tsconfig: false, // its paths are those for Node
  external: [/^node:/, /^react(?:-dom)?(?:$|\/)/],
  // Jest removes it from the globals of a test under jsdom.
  transform: { inject: { setImmediate: ['node:timers', 'setImmediate'] } },
  resolve: { alias: aliasSourcesInRolldown('node'), conditionNames: ['node', 'import', 'default'] },
  output: {
    dir: join(outDir, 'cjs'),
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    exports: 'named',
    minify: { compress: true, mangle: { keepNames: true }, codegen: { removeWhitespace: true } },
    codeSplitting: { groups: [{ name: 'shared', minShareCount: 1, test: /^(?!.*[\\/]src[\\/][\w-]+\.ts$)/ }] },
  },
}

export default defineConfig([esModules, command, commonJs])
