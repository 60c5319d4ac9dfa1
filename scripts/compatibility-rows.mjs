// The rows of `npm run compatibility`: what runs where. A row has the arguments of a program for Node, or for its own `command`, and of
// the programs that run `afterwards`. Programs start in the copy of test/compatibility/project/, unless a row has a `cwd`.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setUpChromium } from './chromium.mjs'
import { root } from './frame.mjs'
import { installNode } from './node-releases.mjs'
import { setUpValkey, versionOfValkey } from './valkey.mjs'

export const folder = join(root, '.cache', 'compatibility')
const needsRegistry = 'yes'

export function listRows() {
  return [
    ...listRuntimes(),
    ...listUnitTests(),
    ...listTestRunners(),
    ...listCompilers(),
    ...listBundlers(),
    ...listServers(),
    ...listEdge(),
    ...listNative(),
  ]
}

/** Files, locks, tags, keys, the synchronous forms, the lock of a killed process, and one copy by `import` and `require`. */
function listRuntimes() {
  const checks = 'files, locks, a killed process, tags, keys, synchronous forms; one copy by `import` and `require`'
  const program = join('runtimes', 'functions.mjs')
  const [running] = process.versions.node.split('.')
  const releases = ['20', '22', '24', '26'].map((release) => ({
    name: `Node ${release}`,
    checks,
    registry: release === running ? 'no' : needsRegistry,
    command: release === running ? process.execPath : installNode(release),
    args: [program],
  }))
  return [
    ...releases,
    {
      name: `Deno ${versionOf('deno')}`,
      checks,
      registry: needsRegistry,
      command: findBinary('deno'),
      args: ['run', '-A', program],
    },
    { name: `Bun ${versionOf('bun')}`, checks, registry: needsRegistry, command: findBinary('bun'), args: [program] },
  ]
}

/** The folders and files of the unit tests of functions, and of all that functions need. */
const unitTests = ['cachetta/', 'engine/', 'entry/', 'key/', 'store/file/', 'store/memory/', 'testing/']
/** They draw thousands of values, which takes long, and use nothing of a runtime but the language. */
const longUnitTests = ['test/entry/json/damage.test.ts', 'test/key/canonical-model.test.ts', 'test/key/hash.test.ts']

/** The unit tests of functions, by Vitest on another runtime. They test src/. */
function listUnitTests() {
  const args = [
    join('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--project=unit',
    '--no-isolate',
    '--testTimeout=120000',
    ...longUnitTests.map((file) => `--exclude=${file}`),
    ...unitTests.map((path) => `test/${path}`),
  ]
  const create = (name, packageName, flags) => ({
    name: `${name} ${versionOf(packageName)}, unit tests`,
    checks: 'the unit tests of functions, verbs, options, the engine, entries, keys, files and memory, over `src/`',
    registry: needsRegistry,
    command: findBinary(packageName),
    args: [...flags, ...args],
    cwd: root,
    timeoutMs: 600_000,
  })
  return [create('Deno', 'deno', ['run', '-A']), create('Bun', 'bun', ['--bun'])]
}

function listTestRunners() {
  const jest = `Jest ${versionOf('jest')}`
  const jestProgram = join(folder, 'node_modules', 'jest', 'bin', 'jest.js')
  const createJest = (name, checks, pattern, flags = []) => ({
    name: `${jest}, ${name}`,
    checks,
    registry: needsRegistry,
    args: [...flags, jestProgram, '--rootDir', folder, '--testMatch', `**/jest/${pattern}`],
  })
  const createVitest = (name, file, ...flags) => ({
    name: `Vitest ${versionOf('vitest')}, ${name}`,
    checks: file === 'component' ? 'a component' : file === 'files' ? 'functions with files' : 'functions in memory',
    registry: 'no',
    args: [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--root',
      folder,
      '--config',
      'vitest/config.mjs',
      `vitest/${file}.test.js`,
      ...flags,
    ],
  })
  return [
    createJest('CommonJS', 'functions with files; a component in jsdom', '*.test.js'),
    createJest('`--experimental-vm-modules`', 'functions with files', '*.test.mjs', ['--experimental-vm-modules']),
    createVitest('threads', 'files', '--pool=threads'),
    createVitest('forks', 'files', '--pool=forks'),
    createVitest('vmThreads', 'files', '--pool=vmThreads'),
    createVitest('jsdom', 'component', '--environment=jsdom'),
    createVitest('happy-dom', 'component', '--environment=happy-dom'),
    ...(setUpChromium() ? [createVitest('browser', 'component', '--browser.enabled')] : []),
  ]
}

function listCompilers() {
  const older = join(root, 'test', 'types', 'compilers', 'node_modules')
  const compilers = [
    ['5.4', join(older, 'typescript-5.4')],
    ['5.9', join(older, 'typescript-5.9')],
    ['6', join(older, 'typescript-6')],
    ['7', join(root, 'node_modules', 'typescript')],
  ]
  const resolutions = [
    ['`bundler`', 'module', 'esnext', 'bundler'],
    ['`node16` from an ES module', 'module', 'node16', 'node16'],
    ['`node16` from CommonJS', 'commonjs', 'node16', 'node16'],
    ['`node10`', 'commonjs', 'commonjs', 'node10'],
  ]
  return compilers.flatMap(([release, compiler]) =>
    resolutions
      // TypeScript 7 has no node10 any more.
      .filter(([, , , resolution]) => release !== '7' || resolution !== 'node10')
      .map(([name, type, module, moduleResolution]) => ({
        name: `TypeScript ${release}, ${name}`,
        checks: 'a strict program over all doors, without `skipLibCheck`',
        registry: release === '7' ? 'no' : needsRegistry,
        args: [
          join(compiler, 'bin', 'tsc'),
          '-p',
          createTypedProject(release, { type, module, moduleResolution }),
          '--pretty',
          'false',
        ],
      })),
  )
}

/** Creates a project with the programs of the tests of types. Returns its folder. */
function createTypedProject(release, { type, ...resolution }) {
  const project = join(folder, `types-${release}-${type}-${resolution.moduleResolution}`)
  mkdirSync(project, { recursive: true })
  const programs = readdirSync(join(folder, 'types')).filter((file) => /\.tsx?$/.test(file))
  for (const file of programs) cpSync(join(folder, 'types', file), join(project, file))
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type }))
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2022', 'dom'],
    jsx: 'react-jsx',
    types: [],
    skipLibCheck: false,
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    ...(release === '6' && { ignoreDeprecations: '6.0' }), // node10 ends with 7
    ...resolution,
  }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts', '*.tsx'] }))
  return project
}

function listBundlers() {
  const packages = { Vite: 'vite', Rollup: 'rollup', webpack: 'webpack', esbuild: 'esbuild', Rspack: '@rspack/core' }
  return Object.entries(packages).map(([name, packageName]) => ({
    name: `${name} ${versionOf(packageName)}${name === 'Rollup' ? ', without the CommonJS plugin' : ''}`,
    checks: "README's component, built without a warning, and run in jsdom",
    registry: name === 'Vite' ? 'no' : needsRegistry,
    args: [join('web', 'build.mjs'), name.toLowerCase()],
    afterwards: [[join('web', 'run.mjs'), join('web', 'built', `${name.toLowerCase()}.mjs`)]],
  }))
}

/** Servers that speak the protocol of Redis. They run the tests of the Redis store under the names of its programs. */
function listServers() {
  const names = setUpValkey()
  if (names === undefined) return []
  const files = ['contract', 'store', 'tags', 'flush'].map((name) => `test/store/redis/${name}.redis.test.ts`)
  return [
    {
      name: `Valkey ${versionOfValkey(names)}`,
      checks: 'the contract of stores with four clients, and the tests of the Redis store, over `src/`',
      registry: 'no, packages of Debian',
      args: [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project=redis', ...files],
      cwd: root,
      programs: names,
    },
  ]
}

/** The package in the runtimes of edge platforms, bundled by their conditions. */
function listEdge() {
  return [
    {
      name: `workerd ${versionOf('workerd')}, Cloudflare Workers`,
      checks:
        'a cache in memory; over a KV namespace, with `storageStore` and `unstorageStore`, a revalidation that `waitUntil` gets is stored after the response',
      registry: needsRegistry,
      args: [join('edge', 'workerd.mjs')],
    },
    {
      name: `Edge Runtime ${versionOf(join('@edge-runtime', 'vm'))}, Next.js and Vercel`,
      checks: 'a cache in memory, with a revalidation in the background',
      registry: needsRegistry,
      args: [join('edge', 'edge-runtime.mjs')],
    },
  ]
}

/** The application of examples/react-native/, over a storage like AsyncStorage: started online, and started again offline. */
function listNative() {
  const at = (file) => join('react-native', file)
  const [running] = process.versions.node.split('.').map(Number)
  const compile = [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'react-native', '--pretty', 'false']
  return [
    {
      name: 'A context without `URL`, `TextEncoder`, `BroadcastChannel`, `crypto`, `structuredClone`',
      checks:
        'the application of `examples/react-native`, with a storage like AsyncStorage: it shows, stores, and starts again offline',
      registry: needsRegistry,
      args: [at('build.mjs'), 'esbuild'],
      afterwards: [[at('run.mjs'), 'esbuild']],
    },
    {
      name: `Metro ${versionOf(at('node_modules/metro'))}, React Native's conditions`,
      checks: 'the same application, its types, and its bundle in such a context and in Hermes 0.12',
      registry: needsRegistry,
      command: running >= 24 ? process.execPath : installNode('22'), // Metro needs 22.13
      args: compile,
      afterwards: [
        [at('build.mjs'), 'metro'],
        [at('run.mjs'), 'metro'],
        [at('run.mjs'), 'metro', 'hermes'],
      ],
    },
  ]
}

/** The binary of a runtime. Its package has one for each platform in a package of its own. */
function findBinary(name) {
  const binary = join(folder, 'node_modules', '.bin', name)
  return existsSync(binary) ? binary : null
}

function versionOf(packageName) {
  const paths = [join(folder, 'node_modules'), join(root, 'node_modules'), folder].map((each) =>
    join(each, packageName, 'package.json'),
  )
  const { version } = JSON.parse(readFileSync(paths.find(existsSync), 'utf8'))
  return version.split('.').slice(0, 2).join('.')
}
