// npm test: runs every step, also after a failed one. The last line counts the tests of all steps.
//   node scripts/test.mjs          everything
//   node scripts/test.mjs check    the fast steps, for daily work
//   node scripts/test.mjs node     the tests on the other supported Node releases
//   node scripts/test.mjs long     the heavy tests at full length
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, dirname, join, relative } from 'node:path'
import { setUpChromium } from './chromium.mjs'
import { root, runNode, stopWith } from './frame.mjs'
import { installNode, otherReleases } from './node-releases.mjs'
import { setUpRedisServer } from './redis-server.mjs'
import { setUpPackages } from './set-up.mjs'

const types = { name: 'types', run: () => runTool(['node_modules/typescript/bin/tsc', '-p', '.']) }
const lint = {
  name: 'lint and format',
  run: () => runTool(['node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.']),
}
const applications = ['next', 'packages', 'react-router'].map((name) => `examples/${name}/app`)
const libraryFolders = ['src/devtools', 'src/react', 'src/ssr', 'src/storybook', 'src/swr']
const foldersWithComponents = [...libraryFolders, 'stories', ...applications]
const reactRules = {
  name: 'react rules',
  run: () => runTool(['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', ...foldersWithComponents]),
}
const unit = { name: 'unit', run: () => runVitest('unit', ['unit']) }
const react = ['19', '18', '17'].map((release) => ({ name: `React ${release}`, run: () => runOnReact(release) }))
const browser = { name: 'browser', run: () => runInChromium('browser', ['browser', 'page']) }
const demo = { name: 'demo', run: () => runInChromium('demo', ['demo']) }
const docs = { name: 'docs', run: () => runInChromium('docs', ['docs']) }
const stories = {
  name: 'stories',
  run: () => runInChromium('stories', ['stories'], { config: '.storybook/vitest.config.ts' }),
}
const processes = { name: 'process', run: () => runVitest('process', ['process']) }
const redis = {
  name: 'redis',
  run: () => (setUpRedisServer() ? runVitest('redis', ['redis']) : { passed: 0, failed: 1 }),
}
const tarball = { name: 'package', run: () => runVitest('package', ['package']) }
const compatibility = { name: 'compatibility', run: runCompatibility }
const frameworks = {
  name: 'frameworks',
  run: () => (setUpRedisServer() ? runInChromium('frameworks', ['frameworks']) : { passed: 0, failed: 1 }),
}
const nodeReleases = otherReleases.map((release) => ({
  name: `Node ${release}`,
  run: () => runOnNode(release, 'unit'),
}))
const newest = otherReleases.at(-1)
const newestNode = nodeReleases.at(-1)
const processesOnNewestNode = { name: `Node ${newest}, process`, run: () => runOnNode(newest, 'process') }
/** Tests with processes take long. These depend on the files, locks and timers of Node more than others. */
const someProcessesOnNewestNode = {
  name: `Node ${newest}, process`,
  run: () => runOnNode(newest, 'process', ['test/store/', 'test/engine/', 'test/package/installed']),
}
const long = {
  name: 'long',
  run: () => runVitest('long', ['unit', 'process', 'redis'], { env: { CACHETTA_LONG: '1' } }),
}
const longInChromium = {
  name: 'long in Chromium',
  run: () => runInChromium('long-page', ['page'], { env: { CACHETTA_LONG: '1' } }),
}
const longOnReact = {
  name: 'long on React',
  run: () =>
    runVitest('long-react', ['react-19', 'react-19-strict', 'react-18', 'react-18-strict'], {
      files: ['test/react/hook-model', 'test/react/pages/list-model'],
      env: { CACHETTA_LONG: '1' },
    }),
}
const strictReact17 = {
  name: 'React 17 strict',
  run: () => runVitest('react-17-strict', ['react-17-strict', 'react-17-strict-fork']),
}

const plans = {
  all: [
    types,
    lint,
    reactRules,
    unit,
    ...react,
    browser,
    demo,
    docs,
    stories,
    processes,
    redis,
    tarball,
    compatibility,
    frameworks,
    // The releases between the oldest and the newest rarely differ from both. `npm run compatibility` runs the tarball on each.
    newestNode,
    someProcessesOnNewestNode,
  ],
  check: [types, lint, reactRules, unit, react[0]],
  node: [...nodeReleases, processesOnNewestNode],
  long: [long, longInChromium, longOnReact, strictReact17],
}

const plan = plans[process.argv[2] ?? 'all']
if (plan === undefined) stopWith(`Unknown plan '${process.argv[2]}'. The plans are ${Object.keys(plans).join(', ')}.`)
setUpPackages()
printSummary(plan.map(runStep))

function runStep({ name, run }) {
  const start = Date.now()
  console.log(`\n== ${name}`)
  const counts = run()
  return { name, ...counts, seconds: Math.round((Date.now() - start) / 1000) }
}

function printSummary(results) {
  const sum = (field) => results.reduce((total, result) => total + result[field], 0)
  console.log()
  for (const { name, passed, failed, seconds } of results) {
    console.log(
      `   ${failed === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(16)} ${String(passed).padStart(5)} tests  ${seconds} s`,
    )
  }
  for (const { title, message } of results.flatMap(({ failures = [] }) => failures)) {
    console.log(`   FAILED  ${title}\n${message.replace(/^/gm, '           ')}`)
  }
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  process.exitCode = sum('failed') === 0 ? 0 : 1
}

/** Runs a tool that has no tests to count. A failure counts as one failed test. */
function runTool(args) {
  return { passed: 0, failed: runNode(args) === 0 ? 0 : 1 }
}

/**
 * Runs projects of a Vitest configuration and counts their tests. A run that fails without a failed test (no test found, an
 * uncaught error) counts as one failed test.
 */
function runVitest(name, projects, { config = 'vitest.config.ts', files = [], node, env } = {}) {
  const report = join(root, '.cache', 'results', `${name}.json`)
  rmSync(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const projectFlags = projects.flatMap((project) => ['--project', project])
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', config, ...projectFlags, ...reporters, ...files]
  const status = runNode(args, { node, env })
  const { passed, failed, failures } = readCounts(report)
  return { passed, failed: status === 0 ? failed : Math.max(failed, 1), failures }
}

function readCounts(report) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const failures = testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'failed')
        .map(({ fullName, failureMessages }) => ({
          title: `${relative(root, name)}: ${fullName}`,
          message: failureMessages.join('\n').slice(0, 1500),
        })),
    )
    return { passed: numPassedTests, failed: numFailedTests, failures }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

/** Each row counts as a test. */
function runCompatibility() {
  const { stdout } = spawnSync(process.execPath, ['scripts/compatibility.mjs', '--check'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  console.log(stdout)
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(stdout) ?? [undefined, 0, 1]
  const failures = Number(failed) > 0 ? [{ title: 'npm run compatibility', message: stdout.slice(-4000) }] : []
  return { passed: Number(passed), failed: Number(failed), failures }
}

/**
 * Runs the component tests on a release of React, with and without StrictMode. That of React 17 mounts nothing twice, so only
 * `npm run test:long` has it there.
 */
function runOnReact(release) {
  const projects = release === '17' ? ['react-17', 'react-17-fork'] : [`react-${release}`, `react-${release}-*`]
  return runVitest(`react-${release}`, projects)
}

function runInChromium(name, projects, options) {
  return setUpChromium() ? runVitest(name, projects, options) : { passed: 0, failed: 1 }
}

function runOnNode(release, project, files = testsThatDependOnNode()) {
  const node = installNode(release)
  if (node === null) {
    console.error(
      `Node ${release} could not be installed: it needs the npm registry. 'npm run check' does not need it.`,
    )
    return { passed: 0, failed: 1 }
  }
  const PATH = `${dirname(node)}${delimiter}${process.env.PATH}`
  return runVitest(`node-${release}-${project}`, [project], { files, node, env: { PATH } })
}

/** Returns the paths of all tests but those of types and of documents: these give the same result on each release. */
function testsThatDependOnNode() {
  const folders = readdirSync(join(root, 'test')).filter((name) => !['package', 'types'].includes(name))
  return [...folders.map((name) => `test/${name}/`), 'test/package/installed']
}
