// Compiles src/ into .cache/modules/, one output file per source file, bundles it into dist/, and builds the demos into
// examples/*/dist/, each only if one of its inputs changed. It is a script (`npm run build`), and the set-up step of the tests that
// load dist/.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { copyDeclarations } from './declarations.mjs'
import { root } from './frame.mjs'

const cacheFolder = join(root, '.cache')
const configFiles = ['package-lock.json', 'package.json', 'rolldown.config.mjs', 'tsconfig.json']

const modules = {
  name: 'modules',
  inputs: ['src', 'tsconfig.build.json'],
  output: '.cache/modules',
  run(outDir) {
    compile('tsconfig.build.json', 'src', outDir)
    writeFileSync(join(outDir, 'package.json'), describeModules())
  },
}
const library = {
  name: 'dist',
  inputs: ['src', 'tsconfig.build.json', 'scripts/declarations.mjs', 'scripts/sources.mjs'],
  output: 'dist',
  run(outDir) {
    bundle(outDir)
    copyDeclarations(join(root, '.cache', 'modules'), outDir)
  },
}
const report = {
  name: 'report',
  inputs: ['src', 'examples/report'],
  output: 'examples/report/dist',
  run: (outDir) => compile('examples/report/tsconfig.json', 'examples/report', outDir),
}
const demo = {
  name: 'demo',
  inputs: ['src', 'examples/packages', 'examples/report'],
  output: 'examples/packages/dist',
  run: bundleDemo,
}

/** Brings .cache/modules/ up to date. Throws the compiler's output if it fails. */
export function buildModules() {
  buildIfChanged(modules)
}

/** Brings dist/ and .cache/modules/ up to date. Throws the output of the tool that fails. */
export function build() {
  buildModules()
  buildIfChanged(library)
}

/** Brings the report up to date. It needs the types in dist/. */
export function buildReport() {
  build()
  buildIfChanged(report)
}

/** Brings the web application up to date. It needs dist/. */
export function buildDemo() {
  build()
  buildIfChanged(demo)
}

// Vitest's globalSetup calls the export with this name.
export { build as setup }

function buildIfChanged({ name, inputs, output, run }) {
  const stateFile = join(cacheFolder, `built-${name}`)
  const files = [...inputs, ...configFiles].flatMap((input) => listSources(join(root, input)))
  // Read the state before the build: a file that changes during the build is built next time.
  const state = files.map(describeFile).join('\n')
  if (existsSync(join(root, output)) && existsSync(stateFile) && readFileSync(stateFile, 'utf8') === state) return

  const outDir = join(root, `${output}-${process.pid}`)
  mkdirSync(cacheFolder, { recursive: true })
  run(outDir)
  replaceFolder(join(root, output), outDir)
  writeFileSync(stateFile, state)
}

function compile(config, sources, outDir) {
  const tsc = join('node_modules', 'typescript', 'bin', 'tsc')
  runTool(tsc, ['-p', join(root, config), '--outDir', outDir], outDir, `${sources}/ does not compile`)
}

function bundle(outDir) {
  const rolldown = join('node_modules', 'rolldown', 'bin', 'cli.mjs')
  process.env.CACHETTA_OUT_DIR = outDir
  runTool(rolldown, ['-c', 'rolldown.config.mjs'], outDir, 'src/ cannot be bundled')
}

/** Leads the `#names` of the single files to these files. */
function describeModules() {
  const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return JSON.stringify({ type: 'module', imports }, null, 2).replaceAll('"./dist/', '"./')
}

function bundleDemo(outDir) {
  const script = join('examples', 'packages', 'build.mjs')
  runTool(script, ['--outDir', outDir], outDir, 'examples/packages/ cannot be built')
}

/** Runs a tool. If it fails, removes its output and throws what it printed. */
function runTool(tool, args, outDir, errorMessage) {
  const run = spawnSync(process.execPath, [join(root, tool), ...args], { cwd: root, encoding: 'utf8' })
  if (run.status === 0) return
  rmSync(outDir, { recursive: true, force: true })
  throw new Error(`${errorMessage}:\n${run.stdout}${run.stderr}`)
}

/** Renames the new folder into place, so a program that loads from it during the swap sees a whole folder. */
function replaceFolder(folder, newFolder) {
  const oldFolder = `${newFolder}-old`
  if (existsSync(folder)) renameSync(folder, oldFolder)
  renameSync(newFolder, folder)
  rmSync(oldFolder, { recursive: true, force: true })
}

/** All files under a path, without those that a build wrote or writes. */
function listSources(path) {
  if (!statSync(path).isDirectory()) return [path]
  const names = readdirSync(path).filter((name) => !/^dist(-|$)/.test(name))
  return names.flatMap((name) => listSources(join(path, name)))
}

function describeFile(file) {
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
