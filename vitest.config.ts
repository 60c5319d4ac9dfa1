import type { ViteUserConfig } from 'vitest/config'
import { defineConfig } from 'vitest/config'

// Sends the package's own names (`#sha256`, `cachetta`, …) to src/*.ts instead of dist/*.js, here and in tsconfig.json. No
// one else uses this condition: packages that know a `source` condition mean their own sources by it.
const conditions = ['cachetta-source', 'module', 'node', 'development|production']

const room = { resolve: { conditions }, ssr: { resolve: { conditions } } }
const nowhere = ['**/node_modules/**', '**/dist/**', '**/fixtures/**']
// At full length (`npm run test:long`) a single test may take half an hour.
const patience = (usual: number): number => (process.env['CACHETTA_LONG'] ? 1_800_000 : usual)

const processTests = 'test/**/*.process.test.ts'
const packageTests = 'test/package/tarball/**/*.test.ts'

const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      // One process, a clock that is set, no waiting.
      {
        ...room,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...nowhere, processTests, packageTests],
          testTimeout: patience(20_000),
          sequence: { groupOrder: 0 },
        },
      },
      // Real processes, signals and limits. They load dist/, as plain Node does, and one file has the machine at a time, after
      // the projects before it.
      {
        ...room,
        test: {
          name: 'process',
          include: [processTests],
          exclude: nowhere,
          globalSetup: 'scripts/build.mjs',
          fileParallelism: false,
          testTimeout: patience(120_000),
          hookTimeout: patience(120_000),
          sequence: { groupOrder: 1 },
        },
      },
      // The tarball, as its users get it.
      {
        ...room,
        test: {
          name: 'package',
          include: [packageTests],
          exclude: nowhere,
          globalSetup: 'scripts/build.mjs',
          testTimeout: patience(120_000),
          hookTimeout: patience(120_000),
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})

export default config
