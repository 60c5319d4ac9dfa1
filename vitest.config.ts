import { fileURLToPath } from 'node:url'
import { playwright } from '@vitest/browser-playwright'
import type { TestProjectInlineConfiguration, ViteUserConfig } from 'vitest/config'
import { defineConfig } from 'vitest/config'
import { chromiumLaunch } from './scripts/chromium.mjs'
import { reactCompiler } from './test/support/react-compiler.ts'

// Sends the package's own names (`#sha256`, `cachetta`, …) to src/*.ts instead of dist/*.js, here and in tsconfig.json. No
// one else uses this condition: packages that know a `source` condition mean their own sources by it.
const sourcesFor = (platform: 'node' | 'browser') => {
  const conditions = ['cachetta-source', 'module', platform, 'development|production']
  return { resolve: { conditions }, ssr: { resolve: { conditions } } }
}

const nowhere = ['**/node_modules/**', '**/dist/**', '**/fixtures/**']
// At full length (`npm run test:long`) a single test may take half an hour.
const patience = (usual: number): number => (process.env['CACHETTA_LONG'] ? 1_800_000 : usual)

const processTests = 'test/**/*.process.test.ts'
const pageTests = 'test/**/*.page.test.ts'
const browserTests = 'test/**/*.browser.test.{ts,tsx}'
const demoTests = 'test/**/*.demo.test.ts'
const packageTests = 'test/package/tarball/**/*.test.ts'
const frameworkTests = 'test/examples/frameworks/**/*.test.ts'
const reactTests = 'test/react/**/*.test.{ts,tsx}'

// Projects of one number share the machine, each number has it after the numbers before.
const [together, react, browser, page, processes, packed, frameworks] = [0, 1, 2, 3, 4, 5, 6]

// What is waited for may take its time on a busy machine; only what never comes fails.
const patient = { expect: { poll: { timeout: 10_000 } } }

/** The tests of src/react in jsdom, on one release of React, in StrictMode or without. */
function onReact(release: string, isStrict: boolean): TestProjectInlineConfiguration {
  // React 19 lies in node_modules/; the others have a package of their own, since one package cannot hold two.
  const of = fileURLToPath(new URL(`test/react/releases/${release}/node_modules/`, import.meta.url))
  const own =
    /^(react|react-dom|react-compiler-runtime|use-sync-external-store|@testing-library\/(?:react|dom))(?=\/|$)/
  const { resolve, ssr } = sourcesFor('node')
  return {
    resolve: release === '19' ? resolve : { ...resolve, alias: [{ find: own, replacement: `${of}$1` }] },
    ssr,
    plugins: [reactCompiler(release)],
    test: {
      name: `react-${release}${isStrict ? '-strict' : ''}`,
      include: [reactTests],
      exclude: [...nowhere, browserTests, pageTests],
      environment: 'jsdom',
      provide: { react: { release, isStrict } },
      setupFiles: 'test/support/react-set-up.ts',
      globalSetup: 'scripts/react-releases.mjs',
      // Most of a file's time is starting jsdom, beside which the main process has nothing to do.
      maxWorkers: '100%',
      ...patient,
      testTimeout: patience(20_000),
      sequence: { groupOrder: react },
    },
  }
}

const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      // One process, a clock that is set, no waiting.
      {
        ...sourcesFor('node'),
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [
            ...nowhere,
            processTests,
            packageTests,
            reactTests,
            browserTests,
            pageTests,
            demoTests,
            frameworkTests,
          ],
          ...patient,
          testTimeout: patience(20_000),
          sequence: { groupOrder: together },
        },
      },
      ...['19', '18', '17'].flatMap((release) => [onReact(release, false), onReact(release, true)]),
      // Inside a page of Chromium: IndexedDB, focus, everything that jsdom only pretends.
      {
        ...sourcesFor('browser'),
        // Known beforehand: a package found while the tests run makes Vite reload the page under them.
        optimizeDeps: {
          include: [
            '@testing-library/react',
            'react',
            'react-dom',
            'react-dom/client',
            'react/jsx-dev-runtime',
            'use-sync-external-store/shim',
          ],
        },
        test: {
          name: 'browser',
          include: [browserTests],
          exclude: nowhere,
          provide: { react: { release: '19', isStrict: false } },
          setupFiles: 'test/support/react-set-up.ts',
          globalSetup: 'scripts/chromium.mjs',
          ...patient,
          testTimeout: patience(30_000),
          sequence: { groupOrder: browser },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunch() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      // In Node, with several real pages of Chromium and a real server that can be slow, fail and disappear.
      {
        ...sourcesFor('node'),
        test: {
          name: 'page',
          provide: { chromium: chromiumLaunch() },
          include: [pageTests],
          exclude: nowhere,
          globalSetup: 'scripts/chromium.mjs',
          fileParallelism: false,
          ...patient,
          testTimeout: patience(60_000),
          hookTimeout: patience(60_000),
          sequence: { groupOrder: page },
        },
      },
      // The web application of examples/packages/: its server as a process, its pages in Chromium.
      {
        ...sourcesFor('node'),
        test: {
          name: 'demo',
          provide: { chromium: chromiumLaunch() },
          include: [demoTests],
          exclude: nowhere,
          globalSetup: ['scripts/chromium.mjs', 'scripts/demo-build.mjs'],
          fileParallelism: false,
          ...patient,
          testTimeout: patience(60_000),
          hookTimeout: patience(60_000),
          sequence: { groupOrder: page },
        },
      },
      // Real processes, signals and limits. They load dist/, as plain Node does, and one file has the machine at a time, after
      // the projects before it.
      {
        ...sourcesFor('node'),
        test: {
          name: 'process',
          include: [processTests],
          exclude: nowhere,
          globalSetup: 'scripts/build.mjs',
          fileParallelism: false,
          ...patient,
          testTimeout: patience(120_000),
          hookTimeout: patience(120_000),
          sequence: { groupOrder: processes },
        },
      },
      // The tarball, as its users get it.
      {
        ...sourcesFor('node'),
        test: {
          name: 'package',
          include: [packageTests],
          exclude: nowhere,
          globalSetup: 'scripts/build.mjs',
          ...patient,
          testTimeout: patience(120_000),
          hookTimeout: patience(120_000),
          sequence: { groupOrder: packed },
        },
      },
      // Applications of frameworks over the tarball, built and started.
      {
        ...sourcesFor('node'),
        test: {
          name: 'frameworks',
          provide: { chromium: chromiumLaunch() },
          include: [frameworkTests],
          exclude: nowhere,
          globalSetup: ['scripts/build.mjs', 'scripts/chromium.mjs'],
          fileParallelism: false,
          ...patient,
          testTimeout: patience(120_000),
          hookTimeout: patience(120_000),
          sequence: { groupOrder: frameworks },
        },
      },
    ],
  },
})

export default config
