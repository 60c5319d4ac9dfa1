// npm run compatibility: runs the packed tarball in each runtime, test runner, compiler and bundler that it supports, and writes
// docs/compatibility.md, unless npm test runs it with `--check`. The programs are in test/compatibility/. They run from a copy
// under .cache/compatibility/, in which Cachetta comes from the tarball, and all other packages from the lock file of that project,
// of the repository, or of the older compilers. It runs all rows, also after a failed one. `--row Metro` runs only the rows with this
// text in their name.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { delimiter, join } from 'node:path'
import { parseArgs, stripVTControlCharacters } from 'node:util'
import { build } from './build.mjs'
import { folder, listRows } from './compatibility-rows.mjs'
import { root, stopWith } from './frame.mjs'
import { npm, npmCi, setUp } from './set-up.mjs'

const { values: options } = parseArgs({ options: { check: { type: 'boolean' }, row: { type: 'string' } } })
const usualTimeoutMs = 120_000

const native = join(folder, 'react-native')

setUp(build)
copyPrograms()
for (const [place, what] of [
  [folder, 'runtimes, test runners and bundlers'],
  [native, 'Metro and Hermes'],
]) {
  if (!npmCi(place, `Installing ${what} …`))
    stopWith("npm ci failed: it needs the npm registry. 'npm run check' does not need it.")
}
unpackTarball()
npmCi(join(root, 'test', 'types', 'compilers'), 'Installing older releases of TypeScript …')
const rows = await runRows(listRows().filter(({ name }) => name.includes(options.row ?? '')))
if (!options.check && options.row === undefined) writeTable(rows)
const failed = rows.filter(({ error }) => error !== undefined)
for (const { name, error } of failed) console.log(`\nFAILED  ${name}\n${error}`)
console.log(`\n${rows.length - failed.length} passed, ${failed.length} failed`)
process.exitCode = failed.length === 0 ? 0 : 1

/** Copies the programs. Keeps node_modules/ of the earlier copies. */
function copyPrograms() {
  for (const place of [folder, native]) {
    mkdirSync(place, { recursive: true })
    for (const each of readdirSync(place)) {
      if (each !== 'node_modules' && each !== 'react-native') rmSync(join(place, each), { recursive: true })
    }
  }
  const copy = (from, to) => cpSync(join(root, ...from), to, { recursive: true, preserveTimestamps: true })
  copy(['test', 'compatibility', 'project'], folder)
  copy(['test', 'compatibility', 'react-native'], native)
  copy(['test', 'package', 'tarball', 'fixtures'], join(folder, 'types'))
  copy(['examples', 'react-native', 'App.tsx'], join(native, 'App.tsx'))
}

function unpackTarball() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const isPacked = npm(['pack', '--ignore-scripts', '--silent', '--pack-destination', folder])
  if (!isPacked) stopWith('The tarball could not be packed.')
  for (const place of [folder, native]) {
    const installed = join(place, 'node_modules', 'cachetta')
    rmSync(installed, { recursive: true, force: true })
    mkdirSync(installed, { recursive: true })
    const args = ['-xzf', `cachetta-${version}.tgz`, '--strip-components=1', '-C', installed]
    if (spawnSync('tar', args, { cwd: folder, stdio: 'inherit' }).status !== 0)
      stopWith('The tarball could not be unpacked.')
  }
}

/** Runs the rows, as many at a time as there are processors. Returns their results in order. */
async function runRows(all) {
  const results = []
  const waiting = all.entries()
  const runNext = async () => {
    for (const [index, row] of waiting) results[index] = await runRow(row)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, runNext))
  return results
}

/** Runs the programs of a row in Node, or with its own command. Prints its name, and adds what a failed program printed. */
async function runRow(row) {
  const start = Date.now()
  const { error, tests } = await runPrograms(row)
  const counted = tests === undefined || tests === '1' ? '' : `, ${tests} tests`
  console.log(
    `${error === undefined ? 'ok    ' : 'FAILED'}  ${row.name}${counted}  ${((Date.now() - start) / 1000).toFixed(1)} s`,
  )
  return { ...row, error, counted }
}

async function runPrograms(row) {
  let tests
  for (const args of [row.args, ...(row.afterwards ?? [])]) {
    const result = await runProgram(row, args)
    if (result.error !== undefined) return result
    tests ??= result.tests
  }
  return { tests }
}

/** Runs a program. Finds the number of tests if it is Vitest. */
async function runProgram({ command = process.execPath, cwd = folder, programs, timeoutMs = usualTimeoutMs }, args) {
  if (command === null) return { error: 'It could not be installed: it needs the npm registry.' }
  const env = { ...process.env, NODE_ENV: '', NODE_OPTIONS: '', CI: 'true', VITEST: '' }
  if (programs !== undefined) env.PATH = `${programs}${delimiter}${env.PATH}`
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const status = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error))
    child.once('close', (code, signal) => resolve(code ?? `${signal} after ${timeoutMs} ms`))
  })
  const [, tests] = /Tests +(\d+) passed/.exec(stripVTControlCharacters(output)) ?? []
  return status === 0 ? { tests } : { error: `${status}\n${output}` }
}

function writeTable(results) {
  const lines = results.map(
    ({ name, checks, registry, error, counted }) =>
      `| ${name} | ${checks} | ${error === undefined ? 'ok' : 'failed'}${counted} | ${registry} |`,
  )
  const text = `# Compatibility

\`npm run compatibility\` wrote this table. Each row ran over the packed tarball, except for the unit tests and those of the Redis store. The last column tells whether a row needs the npm registry,
besides the packages of the repository itself.

| where | what ran | result | registry |
|---|---|---|---|
${lines.join('\n')}

Node, Deno, Bun and bundlers load the ES modules, also for \`require\`. Tools that cannot load ES modules get a build in CommonJS. Jest with
\`--experimental-vm-modules\` has two copies if a test uses both \`import\` and \`require\`.
`
  writeFileSync(join(root, 'docs', 'compatibility.md'), text)
}
