// Bundles the doors for Node: one file for each door, and one file that they share. A process needs more time to load a hundred
// small files than to run them (`npm run bench -- --row import`). Bundlers use the single files of dist/.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'rolldown'

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
  plugins: [licencePlugin],
  resolve: { conditionNames: ['cachetta-source', 'node', 'import', 'default'] },
  output: {
    format: 'esm',
    sourcemap: true,
    chunkFileNames: '[name].js',
    // All modules that two or more doors share go into one file.
    codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
  },
})
