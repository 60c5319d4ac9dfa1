// npm test: every step in turn, also after a failure, then one closing line with the number of tests over all steps.
//   node scripts/test.mjs          everything
//   node scripts/test.mjs check    the fast part, for daily work
//   node scripts/test.mjs node     the tests on the other supported Node releases
//   node scripts/test.mjs long     the heavy tests at full length
import { readFileSync, rmSync } from 'node:fs'
import { delimiter, dirname, join, relative } from 'node:path'
import { setUpChromium } from './chromium.mjs'
import { root, runNode, stopWith } from './frame.mjs'
import { nodeBinary, otherReleases } from './node-releases.mjs'
import { setUpPackages } from './set-up.mjs'

const types = { name: 'types', run: () => tool(['node_modules/typescript/bin/tsc', '-p', '.']) }
const lint = {
  name: 'lint and format',
  run: () => tool(['node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.']),
}
const applications = ['next', 'packages', 'react-router'].map((name) => `examples/${name}/app`)
const withComponents = ['src/react', 'src/ssr', 'stories', ...applications]
const reactRules = {
  name: 'react rules',
  run: () => tool(['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', ...withComponents]),
}
const unit = { name: 'unit', run: () => vitest('unit', ['unit']) }
const react = ['19', '18', '17'].map((release) => ({ name: `React ${release}`, run: () => onReact(release) }))
const browser = { name: 'browser', run: () => inChromium('browser', ['browser', 'page']) }
const demo = { name: 'demo', run: () => inChromium('demo', ['demo']) }
const stories = {
  name: 'stories',
  run: () => inChromium('stories', ['stories'], { config: '.storybook/vitest.config.ts' }),
}
const processes = { name: 'process', run: () => vitest('process', ['process']) }
const contents = { name: 'package', run: () => vitest('package', ['package']) }
const frameworks = { name: 'frameworks', run: () => inChromium('frameworks', ['frameworks']) }
const releases = otherReleases.map((release) => ({ name: `Node ${release}`, run: () => onRelease(release) }))
const long = { name: 'long', run: () => vitest('long', ['unit', 'process'], { env: { CACHETTA_LONG: '1' } }) }

const plans = {
  all: [types, lint, reactRules, unit, ...react, browser, demo, stories, processes, contents, frameworks, ...releases],
  check: [types, lint, reactRules, unit, react[0]],
  node: releases,
  long: [long],
}

const plan = plans[process.argv[2] ?? 'all']
if (plan === undefined) stopWith(`Unknown part '${process.argv[2]}'; there are ${Object.keys(plans).join(', ')}.`)
setUpPackages()
finish(plan.map(runStep))

function runStep({ name, run }) {
  const start = Date.now()
  console.log(`\n== ${name}`)
  const counts = run()
  return { name, ...counts, seconds: Math.round((Date.now() - start) / 1000) }
}

function finish(results) {
  const sum = (field) => results.reduce((total, result) => total + result[field], 0)
  console.log()
  for (const { name, passed, failed, seconds } of results) {
    console.log(
      `   ${failed === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(16)} ${String(passed).padStart(5)} tests  ${seconds} s`,
    )
  }
  for (const title of results.flatMap(({ titles = [] }) => titles)) console.log(`   FAILED  ${title}`)
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  process.exitCode = sum('failed') === 0 ? 0 : 1
}

/** A step that has no tests to count: nothing when it passes, one failure when it fails. */
function tool(args) {
  return { passed: 0, failed: runNode(args) === 0 ? 0 : 1 }
}

/** Runs projects of a Vitest configuration and counts their tests. A run that failed otherwise (no test, a stray error) is one failure. */
function vitest(name, projects, { config = 'vitest.config.ts', node, env } = {}) {
  const report = join(root, '.cache', 'results', `${name}.json`)
  rmSync(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const chosen = projects.flatMap((project) => ['--project', project])
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', config, ...chosen, ...reporters]
  const status = runNode(args, { node, env })
  const { passed, failed, titles } = countsIn(report)
  return { passed, failed: status === 0 ? failed : Math.max(failed, 1), titles }
}

function countsIn(report) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const titles = testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'failed')
        .map(({ fullName }) => `${relative(root, name)}: ${fullName}`),
    )
    return { passed: numPassedTests, failed: numFailedTests, titles }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

/** Without StrictMode and in it. */
function onReact(release) {
  return vitest(`react-${release}`, [`react-${release}`, `react-${release}-strict`])
}

function inChromium(name, projects, options) {
  return setUpChromium() ? vitest(name, projects, options) : { passed: 0, failed: 1 }
}

function onRelease(release) {
  const node = nodeBinary(release)
  if (node === null) {
    console.error(`Node ${release} could not be installed: it needs the npm registry. 'npm run check' does without.`)
    return { passed: 0, failed: 1 }
  }
  const PATH = `${dirname(node)}${delimiter}${process.env.PATH}`
  return vitest(`node-${release}`, ['unit', 'process'], { node, env: { PATH } })
}
