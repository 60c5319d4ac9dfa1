// Builds user.js for a browser: node build.mjs <bundler>. Rollup has no CommonJS plugin, so React stays an import there.
import { join } from 'node:path'

const here = import.meta.dirname
const entry = join(here, 'user.js')
const outDir = join(here, 'built')
const bundler = process.argv[2]
const fileName = `${bundler}.mjs`
const define = { 'process.env.NODE_ENV': '"production"' }

const webpackConfig = {
  mode: 'production',
  devtool: false,
  performance: false,
  entry,
  target: ['web', 'es2022'],
  experiments: { outputModule: true },
  output: { path: outDir, filename: fileName, module: true, library: { type: 'module' } },
}

const builds = {
  async vite() {
    const { build } = await import('vite')
    const rolldownOptions = { input: entry, output: { entryFileNames: fileName } }
    await build({
      root: here,
      configFile: false,
      logLevel: 'error',
      define,
      build: { outDir, emptyOutDir: false, rolldownOptions },
    })
  },
  async esbuild() {
    const { build } = await import('esbuild')
    await build({
      entryPoints: [entry],
      outfile: join(outDir, fileName),
      bundle: true,
      format: 'esm',
      platform: 'browser',
      define,
      minify: true,
    })
  },
  async rollup() {
    const { rollup } = await import('rollup')
    const { nodeResolve } = await import('@rollup/plugin-node-resolve')
    const onwarn = (warning) => {
      throw new Error(warning.message)
    }
    const bundle = await rollup({
      input: entry,
      plugins: [nodeResolve({ browser: true })],
      external: ['react', 'react-dom/client'],
      onwarn,
    })
    await bundle.write({ file: join(outDir, fileName), format: 'esm' })
  },
  async webpack() {
    const { default: webpack } = await import('webpack')
    await runCompiler(webpack)
  },
  async rspack() {
    const { rspack } = await import('@rspack/core')
    await runCompiler(rspack)
  },
}

async function runCompiler(create) {
  const stats = await new Promise((resolve, reject) =>
    create(webpackConfig).run((error, result) => (error ? reject(error) : resolve(result))),
  )
  if (stats.hasErrors() || stats.hasWarnings())
    throw new Error(stats.toString({ all: false, errors: true, warnings: true }))
}

await builds[bundler]()
