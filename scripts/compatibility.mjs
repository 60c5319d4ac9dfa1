// npm run compatibility: runs the packed tarball in each runtime, test runner, compiler and bundler that it supports, and writes
// docs/compatibility.md, unless npm test runs it with `--check`. The programs are in test/compatibility/project/. They run from a copy under .cache/compatibility/, in which
// Cachetta comes from the tarball, and all other packages from the lock file of that project, of the repository, or of the older
// compilers. It runs all rows, also after a failed one.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { setUpChromium } from './chromium.mjs'
import { root, stopWith } from './frame.mjs'
import { installNode } from './node-releases.mjs'
import { npm, npmCi, setUp } from './set-up.mjs'

const folder = join(root, '.cache', 'compatibility')
const needsRegistry = 'yes'
const rowTimeoutMs = 120_000

setUp(build)
copyProject()
if (!npmCi(folder, 'Installing runtimes, test runners and bundlers …'))
  stopWith("npm ci failed: it needs the npm registry. 'npm run check' does not need it.")
unpackTarball()
npmCi(join(root, 'test', 'types', 'compilers'), 'Installing older releases of TypeScript …')
const rows = [...listRuntimes(), ...listTestRunners(), ...listCompilers(), ...listBundlers()].map(runRow)
if (!process.argv.includes('--check')) writeTable(rows)
const failed = rows.filter(({ error }) => error !== undefined)
for (const { name, error } of failed) console.log(`\nFAILED  ${name}\n${error}`)
console.log(`\n${rows.length - failed.length} passed, ${failed.length} failed`)
process.exitCode = failed.length === 0 ? 0 : 1

/** Copies the programs. Keeps node_modules/ of the earlier copy. */
function copyProject() {
  mkdirSync(folder, { recursive: true })
  for (const each of readdirSync(folder)) {
    if (each !== 'node_modules') rmSync(join(folder, each), { recursive: true })
  }
  cpSync(join(root, 'test', 'compatibility', 'project'), folder, { recursive: true, preserveTimestamps: true })
  cpSync(join(root, 'test', 'package', 'tarball', 'fixtures'), join(folder, 'types'), { recursive: true })
}

function unpackTarball() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const installed = join(folder, 'node_modules', 'cachetta')
  rmSync(installed, { recursive: true, force: true })
  mkdirSync(installed, { recursive: true })
  const isPacked = npm(['pack', '--ignore-scripts', '--silent', '--pack-destination', folder])
  const args = ['-xzf', `cachetta-${version}.tgz`, '--strip-components=1', '-C', 'node_modules/cachetta']
  if (!isPacked || spawnSync('tar', args, { cwd: folder, stdio: 'inherit' }).status !== 0)
    stopWith('The tarball could not be packed and unpacked.')
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
          createTypedProject({ type, module, moduleResolution }),
          '--pretty',
          'false',
        ],
      })),
  )
}

/** Creates a project with the programs of the tests of types. Returns its folder. */
function createTypedProject({ type, ...resolution }) {
  const project = join(folder, `types-${type}-${resolution.moduleResolution}`)
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
    afterwards: [join('web', 'run.mjs'), join('web', 'built', `${name.toLowerCase()}.mjs`)],
  }))
}

/** Runs the programs of a row in Node, or with its own command. Prints its name, and adds what a failed program printed. */
function runRow(row) {
  const start = Date.now()
  const programs = [row.args, ...(row.afterwards ? [row.afterwards] : [])]
  const error = programs
    .map((args) => findError(row.command ?? process.execPath, args))
    .find((each) => each !== undefined)
  console.log(
    `${error === undefined ? 'ok    ' : 'FAILED'}  ${row.name}  ${((Date.now() - start) / 1000).toFixed(1)} s`,
  )
  return { ...row, error }
}

function findError(command, args) {
  if (command === null) return 'It could not be installed: it needs the npm registry.'
  const env = { ...process.env, NODE_ENV: '', NODE_OPTIONS: '', CI: 'true', VITEST: '' }
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    env,
    encoding: 'utf8',
    timeout: rowTimeoutMs,
  })
  return status === 0 ? undefined : `${error ?? ''}${stdout}${stderr}`
}

/** The binary of a runtime. Its package has one for each platform in a package of its own. */
function findBinary(name) {
  const binary = join(folder, 'node_modules', '.bin', name)
  return existsSync(binary) ? binary : null
}

function versionOf(packageName) {
  const paths = [folder, root].map((each) => join(each, 'node_modules', packageName, 'package.json'))
  const { version } = JSON.parse(readFileSync(paths.find(existsSync), 'utf8'))
  return version.split('.').slice(0, 2).join('.')
}

function writeTable(results) {
  const lines = results.map(
    ({ name, checks, registry, error }) =>
      `| ${name} | ${checks} | ${error === undefined ? 'ok' : 'failed'} | ${registry} |`,
  )
  const text = `# Compatibility

\`npm run compatibility\` wrote this table. Each row ran over the packed tarball. The last column tells whether a row needs the npm registry,
besides the packages of the repository itself.

| where | what ran | result | registry |
|---|---|---|---|
${lines.join('\n')}

Node, Deno, Bun and bundlers load the ES modules, also for \`require\`. Tools that cannot load ES modules get a build in CommonJS. Jest with
\`--experimental-vm-modules\` has two copies if a test uses both \`import\` and \`require\`.
`
  writeFileSync(join(root, 'docs', 'compatibility.md'), text)
}
