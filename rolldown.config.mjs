// Node's entries, each as one file with what they share beside them: importing a hundred small files costs a process more
// start-up time than all that is in them (`npm run bench -- --row import`). Bundlers take the single files of dist/.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'rolldown'

/** The licences of what is bundled in, which ask to go along. */
const licences = {
  name: 'licences',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds)
    const packages = new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? []))
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: [...packages].sort().map(licenceOf).join('\n') })
  },
}

function licenceOf(folder) {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each))
  if (file === undefined) throw new Error(`${name} brings no licence that could go along`)
  return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8')}`
}

export default defineConfig({
  input: {
    index: 'src/index.ts',
    react: 'src/react.ts',
    ssr: 'src/ssr.ts',
    storage: 'src/storage.ts',
    testing: 'src/testing.ts',
  },
  platform: 'node',
  external: [/^node:/, 'react', 'use-sync-external-store/shim'],
  plugins: [licences],
  resolve: { conditionNames: ['cachetta-source', 'node', 'import', 'default'] },
  output: {
    format: 'esm',
    sourcemap: true,
    chunkFileNames: '[name].js',
    // One file, however many entries share what is in it: a process loads it with the first of them.
    codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
  },
})
