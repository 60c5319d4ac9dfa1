// Bundles the application as React Native does for a release: node build.mjs <metro or esbuild>
import { join } from 'node:path'

const here = import.meta.dirname
const bundler = process.argv[2]
const out = join(here, `${bundler}.js`)
const standIns = { 'react-native': 'react-native.js', '@react-native-async-storage/async-storage': 'async-storage.js' }
// Those of React Native
const mainFields = ['react-native', 'browser', 'main']
const conditions = ['react-native']

const builds = { metro: buildWithMetro, esbuild: buildWithEsbuild }
await builds[bundler]()
process.exit(0)

async function buildWithMetro() {
  const { default: Metro } = await import('metro')
  const { getDefaultConfig, mergeConfig } = await import('metro-config')
  const config = mergeConfig(await getDefaultConfig(here), {
    projectRoot: here,
    watchFolders: [here],
    maxWorkers: 1,
    cacheStores: [],
    reporter: { update() {} },
    resolver: {
      useWatchman: false,
      resolverMainFields: mainFields,
      unstable_conditionNames: conditions,
      resolveRequest: (context, name, platform) =>
        Object.hasOwn(standIns, name)
          ? { type: 'sourceFile', filePath: join(here, standIns[name]) }
          : context.resolveRequest(context, name, platform),
    },
    serializer: { getPolyfills: () => [], getModulesRunBeforeMainModule: () => [] },
  })
  await Metro.runBuild(config, { entry: 'main.js', dev: false, minify: false, platform: 'ios', out })
}

async function buildWithEsbuild() {
  const { build } = await import('esbuild')
  await build({
    entryPoints: [join(here, 'main.js')],
    outfile: out,
    bundle: true,
    format: 'iife',
    platform: 'neutral',
    mainFields,
    conditions,
    jsx: 'automatic',
    alias: Object.fromEntries(Object.entries(standIns).map(([name, file]) => [name, join(here, file)])),
    define: { 'process.env.NODE_ENV': '"production"' },
  })
}
