// Compiles src/ into dist/, and the demos into examples/*/dist/, each when something it is made of has changed since. A script
// of its own (`npm run build`), and the set-up step of the tests that load dist/.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './frame.mjs'

const cache = join(root, '.cache')
const settings = ['package-lock.json', 'package.json', 'rolldown.config.mjs', 'tsconfig.json']

const library = {
  name: 'dist',
  inputs: ['src', 'tsconfig.build.json'],
  out: 'dist',
  make(fresh) {
    compile('tsconfig.build.json', 'src', fresh)
    bundleForNode(fresh)
  },
}
const report = {
  name: 'report',
  inputs: ['src', 'examples/report'],
  out: 'examples/report/dist',
  make: (fresh) => compile('examples/report/tsconfig.json', 'examples/report', fresh),
}
const demo = {
  name: 'demo',
  inputs: ['src', 'examples/packages', 'examples/report'],
  out: 'examples/packages/dist',
  make: buildApplication,
}

/** Brings dist/ up to date; throws what the compiler said if it cannot. */
export function build() {
  buildOne(library)
}

/** Brings the report up to date, which needs the types in dist/. */
export function buildReport() {
  build()
  buildOne(report)
}

/** Brings the web application up to date, which is made with what lies in dist/. */
export function buildDemo() {
  build()
  buildOne(demo)
}

// The name under which Vitest's globalSetup finds it.
export { build as setup }

function buildOne({ name, inputs, out, make }) {
  const stamp = join(cache, `built-${name}`)
  const files = [...inputs, ...settings].flatMap((input) => filesIn(join(root, input)))
  // Read before the compiler runs: what changes meanwhile is compiled next time.
  const state = files.map(fileState).join('\n')
  if (existsSync(join(root, out)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return

  const fresh = join(cache, `${name}-${process.pid}`)
  mkdirSync(cache, { recursive: true })
  make(fresh)
  replace(join(root, out), fresh)
  writeFileSync(stamp, state)
}

function compile(config, sources, outDir) {
  const tsc = join('node_modules', 'typescript', 'bin', 'tsc')
  runTool(tsc, ['-p', join(root, config), '--outDir', outDir], outDir, `${sources}/ does not compile`)
}

function bundleForNode(outDir) {
  const rolldown = join('node_modules', 'rolldown', 'bin', 'cli.mjs')
  runTool(rolldown, ['-c', 'rolldown.config.mjs', '--dir', join(outDir, 'node')], outDir, 'src/ cannot be bundled')
}

function buildApplication(outDir) {
  const script = join('examples', 'packages', 'build.mjs')
  runTool(script, ['--outDir', outDir], outDir, 'examples/packages/ cannot be built')
}

/** Throws what the tool said where it fails, and removes what it left. */
function runTool(tool, args, outDir, complaint) {
  const run = spawnSync(process.execPath, [join(root, tool), ...args], { cwd: root, encoding: 'utf8' })
  if (run.status === 0) return
  rmSync(outDir, { recursive: true, force: true })
  throw new Error(`${complaint}:\n${run.stdout}${run.stderr}`)
}

/** Swaps a folder in, so that a program that loads from it meanwhile finds it whole. */
function replace(folder, fresh) {
  const old = `${fresh}-old`
  if (existsSync(folder)) renameSync(folder, old)
  renameSync(fresh, folder)
  rmSync(old, { recursive: true, force: true })
}

/** What is written by hand: not what a build has left. */
function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path]
  const names = readdirSync(path).filter((name) => name !== 'dist')
  return names.flatMap((name) => filesIn(join(path, name)))
}

function fileState(file) {
  return `${file} ${statSync(file).mtimeMs}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    build()
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
