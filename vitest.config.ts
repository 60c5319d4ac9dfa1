import { defineConfig } from 'vitest/config'

// `source` sends the package's own imports (`#sha256`, …) to src/*.ts instead of dist/*.js.
const conditions = ['source', 'module', 'node', 'development|production']

const room = { resolve: { conditions }, ssr: { resolve: { conditions } } }
const everywhere = ['**/node_modules/**', '**/dist/**', '**/fixtures/**']
const processTests = 'test/**/*.process.test.ts'
const packageTests = 'test/package/**/*.test.ts'

export default defineConfig({
  test: {
    projects: [
      // One process, a clock that is set, no waiting.
      {
        ...room,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...everywhere, processTests, packageTests],
        },
      },
      // Real processes, signals and limits. They load dist/, as plain Node does, and one file has the machine at a time.
      {
        ...room,
        test: {
          name: 'process',
          include: [processTests],
          exclude: everywhere,
          globalSetup: 'scripts/build.mjs',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      // The house rules, and the tarball as its users get it.
      {
        ...room,
        test: {
          name: 'package',
          include: [packageTests],
          exclude: everywhere,
          globalSetup: 'scripts/build.mjs',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
