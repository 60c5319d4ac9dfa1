// Bundles the application with Metro, as React Native does for a release: node build.mjs
import { join } from 'node:path'
import Metro from 'metro'
import { getDefaultConfig, mergeConfig } from 'metro-config'

const here = import.meta.dirname
const standIns = { 'react-native': 'react-native.js', '@react-native-async-storage/async-storage': 'async-storage.js' }

const config = mergeConfig(await getDefaultConfig(here), {
  projectRoot: here,
  watchFolders: [here],
  maxWorkers: 1,
  cacheStores: [],
  reporter: { update() {} },
  resolver: {
    useWatchman: false,
    // Those of React Native
    resolverMainFields: ['react-native', 'browser', 'main'],
    unstable_conditionNames: ['react-native'],
    resolveRequest: (context, name, platform) =>
      Object.hasOwn(standIns, name)
        ? { type: 'sourceFile', filePath: join(here, standIns[name]) }
        : context.resolveRequest(context, name, platform),
  },
  serializer: { getPolyfills: () => [], getModulesRunBeforeMainModule: () => [] },
})
await Metro.runBuild(config, { entry: 'main.js', dev: false, minify: false, platform: 'ios', out: join(here, 'built.js') })
process.exit(0)
