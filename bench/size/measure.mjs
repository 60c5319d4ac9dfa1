// Measures what code costs in a page: bundled for production by esbuild, minified, gzipped, without React.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
// biome-ignore lint/correctness/useImportExtensions: the rule finds sources.d.mts, which holds only types
import { findSources } from '../../scripts/sources.mjs'

const root = join(import.meta.dirname, '..', '..')
const source = join(root, 'src')

/** The page that the tables are about. */
export const page = `export { CachettaProvider, useCachetta } from 'cachetta/react'`

/** Returns the bytes of a page with this code. `directory`: where the code is, which decides the packages that it finds. */
export async function measure(code, directory = root, plugins = []) {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: directory },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: ['react', 'react-dom', 'react/jsx-runtime'],
    legalComments: 'none',
    logLevel: 'error',
    tsconfigRaw: '{}', // its paths are those for Node
    plugins,
  })
  const [{ text }] = outputFiles
  return { minified: Buffer.byteLength(text), gzipped: gzipSync(text, { level: 9 }).length }
}

/** The same for the sources, with some of their files replaced by empty ones. */
export async function measureWithout(files, code = page) {
  return measure(code, root, [sources, createStubs(files)])
}

const sources = {
  name: 'sources',
  setup({ onResolve }) {
    const paths = findSources('browser')
    onResolve({ filter: /^(?:#|cachetta)/ }, ({ path }) => ({ path: paths[path], sideEffects: false }))
  },
}

/** Replaces files: what they export does nothing. A bundler drops what only they import. */
function createStubs(files) {
  const paths = new Set(files.flatMap(listFiles))
  return {
    name: 'stubs',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => (paths.has(path) ? { contents: createStub(path), loader: 'js' } : null))
    },
  }
}

function listFiles(name) {
  const found = name.endsWith('/')
    ? readdirSync(join(source, name)).map((file) => join(source, name, file))
    : [join(source, `${name}.ts`)]
  const missing = found.find((file) => !existsSync(file))
  if (missing !== undefined) throw new Error(`bench/size/capabilities.mjs names ${missing}, which does not exist.`)
  return found
}

function createStub(path) {
  const declarations = readFileSync(path, 'utf8').matchAll(
    /^export (?:async )?(?:abstract )?(function|const|class) (\w+)/gm,
  )
  return Array.from(declarations, ([, kind, name]) =>
    kind === 'const' ? `export const ${name} = []` : `export ${kind} ${name}${kind === 'class' ? '' : '()'} {}`,
  ).join('\n')
}
