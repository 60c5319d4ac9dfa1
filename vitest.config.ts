import { fileURLToPath } from 'node:url'
import { playwright } from '@vitest/browser-playwright'
import type { TestProjectInlineConfiguration, ViteUserConfig } from 'vitest/config'
import { defineConfig } from 'vitest/config'
import { getLaunchOptions } from './scripts/chromium.mjs'
import { aliasSources } from './scripts/sources.mjs'
import { reactCompiler } from './test/support/react-compiler.ts'

// Resolves the package's own names (`#sha256`, `cachetta`, …) to src/*.ts instead of dist/*.js.
const resolveSources = (platform: 'node' | 'browser') => {
  const conditions = ['module', platform, 'development|production']
  return { resolve: { alias: aliasSources(platform), conditions }, ssr: { resolve: { conditions } } }
}

const ignored = ['**/node_modules/**', '**/dist/**', '**/fixtures/**']
// At full length (`npm run test:long`), a test may take half an hour.
const getTimeout = (usual: number): number => (process.env['CACHETTA_LONG'] ? 1_800_000 : usual)

const processTests = 'test/**/*.process.test.ts'
const redisTests = 'test/**/*.redis.test.ts'
const pageTests = 'test/**/*.page.test.ts'
const browserTests = 'test/**/*.browser.test.{ts,tsx}'
const demoTests = 'test/**/*.demo.test.ts'
const packageTests = 'test/package/tarball/**/*.test.ts'
const siteTests = 'test/**/*.site.test.ts'
const frameworkTests = 'test/examples/frameworks/**/*.test.ts'
const reactTests = 'test/{devtools,react,storybook,swr}/**/*.test.{ts,tsx}'

// The order of the projects. Projects with the same number run at the same time.
const [unit, react, browser, page, processes, redis, tarball, frameworks] = [0, 1, 2, 3, 4, 5, 6, 7]

// `expect.poll` waits this long, because a busy machine is slow.
const pollSettings = { expect: { poll: { timeout: 10_000 } } }

// A context of `vm` in a thread starts jsdom ten times as fast as a process does. These tests cannot run in one: they replace
// `document`, call a native bundler, or read streams of Node, which are objects of another realm there.
const reactForkTests = [
  'test/react/server/streaming.test.tsx',
  'test/react/setup/no-files.test.tsx',
  'test/react/swr/performance.test.tsx',
]

/** The tests of src/react in jsdom, on one release of React, with or without StrictMode, in contexts or in processes. */
function createReactProject(release: string, isStrict: boolean, isForked: boolean): TestProjectInlineConfiguration {
  // React 19 is in node_modules/. A package cannot hold two releases, so each other release has a package of its own.
  const releaseModules = fileURLToPath(new URL(`test/react/releases/${release}/node_modules/`, import.meta.url))
  const releasePackages =
    /^(react|react-dom|react-compiler-runtime|use-sync-external-store|@testing-library\/(?:react|dom))(?=\/|$)/
  const { resolve, ssr } = resolveSources('node')
  return {
    resolve:
      release === '19'
        ? resolve
        : { ...resolve, alias: [...resolve.alias, { find: releasePackages, replacement: `${releaseModules}$1` }] },
    ssr,
    plugins: [reactCompiler(release)],
    test: {
      name: `react-${release}${isStrict ? '-strict' : ''}${isForked ? '-fork' : ''}`,
      include: isForked ? reactForkTests : [reactTests],
      exclude: [...ignored, browserTests, pageTests, ...(isForked ? [] : reactForkTests)],
      // A package of React 17's Testing Library requires an ES module, which works in no context.
      pool: isForked ? 'forks' : release === '17' ? 'threads' : 'vmThreads',
      environment: 'jsdom',
      provide: { react: { release, isStrict } },
      setupFiles: 'test/support/react-set-up.ts',
      globalSetup: 'scripts/react-releases.mjs',
      maxWorkers: '100%', // as in the project `unit`
      ...pollSettings,
      testTimeout: getTimeout(20_000),
      sequence: { groupOrder: react },
    },
  }
}

const config: ViteUserConfig = defineConfig({
  test: {
    // React 19 retries an <Activity> that has gone, and reads from its missing instance. The random models come to it.
    onUnhandledError: ({ stack }) => !stack?.includes('resolveRetryWakeable'),
    projects: [
      // Tests in one process with a fake clock. They do not wait.
      {
        ...resolveSources('node'),
        test: {
          name: 'unit',
          // The main process only waits for the workers, so it needs no core of its own.
          maxWorkers: '100%',
          include: ['test/**/*.test.ts'],
          exclude: [
            ...ignored,
            processTests,
            redisTests,
            packageTests,
            reactTests,
            browserTests,
            pageTests,
            demoTests,
            siteTests,
            frameworkTests,
          ],
          ...pollSettings,
          testTimeout: getTimeout(20_000),
          sequence: { groupOrder: unit },
        },
      },
      ...['19', '18', '17'].flatMap((release) =>
        [false, true].flatMap((isStrict) => [
          createReactProject(release, isStrict, false),
          createReactProject(release, isStrict, true),
        ]),
      ),
      // Tests inside a page of Chromium, for what jsdom only simulates: IndexedDB, focus.
      {
        ...resolveSources('browser'),
        // If Vite discovers a package while the tests run, it reloads their page. So the packages are listed here.
        optimizeDeps: {
          include: ['@testing-library/react', 'react', 'react-dom', 'react-dom/client', 'react/jsx-dev-runtime'],
        },
        test: {
          name: 'browser',
          include: [browserTests],
          exclude: ignored,
          provide: { react: { release: '19', isStrict: false } },
          setupFiles: 'test/support/react-set-up.ts',
          globalSetup: 'scripts/chromium.mjs',
          ...pollSettings,
          testTimeout: getTimeout(30_000),
          sequence: { groupOrder: browser },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: getLaunchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      // Tests in Node that drive several pages of Chromium, with a real server that can be slow, fail and go offline.
      {
        ...resolveSources('node'),
        test: {
          name: 'page',
          provide: { chromium: getLaunchOptions() },
          include: [pageTests],
          exclude: ignored,
          globalSetup: 'scripts/chromium.mjs',
          fileParallelism: false,
          ...pollSettings,
          testTimeout: getTimeout(60_000),
          hookTimeout: getTimeout(60_000),
          sequence: { groupOrder: page },
        },
      },
      // The web application of examples/packages/: its server as a process, its pages in Chromium.
      {
        ...resolveSources('node'),
        test: {
          name: 'demo',
          provide: { chromium: getLaunchOptions() },
          include: [demoTests],
          exclude: ignored,
          globalSetup: ['scripts/chromium.mjs', 'scripts/demo-build.mjs'],
          fileParallelism: false,
          ...pollSettings,
          testTimeout: getTimeout(60_000),
          hookTimeout: getTimeout(60_000),
          sequence: { groupOrder: page },
        },
      },
      // The site over docs/: built, read as files, and opened in Chromium.
      {
        ...resolveSources('node'),
        test: {
          name: 'docs',
          provide: { chromium: getLaunchOptions() },
          include: [siteTests],
          exclude: ignored,
          globalSetup: ['scripts/chromium.mjs', 'scripts/docs-build.mjs'],
          ...pollSettings,
          testTimeout: getTimeout(120_000),
          hookTimeout: getTimeout(120_000),
          sequence: { groupOrder: page },
        },
      },
      // Tests with real processes, signals and limits. They load dist/ or .cache/modules/, as plain Node does. One file runs at a time, so each has
      // the machine for itself.
      {
        ...resolveSources('node'),
        test: {
          name: 'process',
          include: [processTests],
          exclude: ignored,
          globalSetup: 'scripts/build.mjs',
          fileParallelism: false,
          ...pollSettings,
          testTimeout: getTimeout(120_000),
          hookTimeout: getTimeout(120_000),
          sequence: { groupOrder: processes },
        },
      },
      // Tests with real servers of Redis, and with processes as machines. Each file has servers of its own and mostly waits, so the files
      // wait together.
      {
        ...resolveSources('node'),
        test: {
          name: 'redis',
          include: [redisTests],
          exclude: ignored,
          globalSetup: ['scripts/build.mjs', 'scripts/redis-server.mjs'],
          maxWorkers: 3,
          ...pollSettings,
          testTimeout: getTimeout(60_000),
          hookTimeout: getTimeout(60_000),
          sequence: { groupOrder: redis },
        },
      },
      // The packed tarball, as users get it.
      {
        ...resolveSources('node'),
        test: {
          name: 'package',
          include: [packageTests],
          exclude: ignored,
          globalSetup: ['scripts/build.mjs', 'scripts/compilers.mjs'],
          ...pollSettings,
          testTimeout: getTimeout(120_000),
          hookTimeout: getTimeout(120_000),
          sequence: { groupOrder: tarball },
        },
      },
      // Applications of frameworks that use the tarball: built, started, and opened in Chromium.
      {
        ...resolveSources('node'),
        test: {
          name: 'frameworks',
          provide: { chromium: getLaunchOptions() },
          include: [frameworkTests],
          exclude: ignored,
          globalSetup: ['scripts/build.mjs', 'scripts/chromium.mjs', 'scripts/redis-server.mjs'],
          fileParallelism: false,
          ...pollSettings,
          testTimeout: getTimeout(120_000),
          hookTimeout: getTimeout(120_000),
          sequence: { groupOrder: frameworks },
        },
      },
    ],
  },
})

export default config
