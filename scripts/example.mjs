// npm run example -- next: builds and starts an application of examples/ on http://127.0.0.1:3000 (or PORT), as a user of
// Cachetta would have it. It runs from a copy under .cache/examples/. Cachetta comes from the packed tarball, all other packages
// from the lock file of the example. `--no-start` stops after the build.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from './build.mjs'
import { root, stopWith } from './frame.mjs'
import { npm, npmCi, setUp } from './set-up.mjs'

const examples = join(root, 'examples')
const names = ['next', 'react-router']
const generated = ['.cachetta', '.next', '.shared-cache', 'build', 'node_modules']

const [name, ...flags] = process.argv.slice(2)
if (!names.includes(name)) stopWith(`Name an example: ${names.join(' or ')}.`)
setUp(build)
const folder = copyExample(name)
packCachetta(folder)
if (!npmCi(folder, `Installing the packages of examples/${name} …`))
  stopWith('npm ci failed: it needs the npm registry.')
unpackCachetta(folder)
if (!runScript('build')) stopWith(`examples/${name} could not be built; the output of its build is above.`)
if (!flags.includes('--no-start')) runScript('start')

/** Copies the current sources. Keeps node_modules/ of the earlier copy. */
function copyExample(example) {
  const target = join(root, '.cache', 'examples', example)
  mkdirSync(target, { recursive: true })
  for (const each of readdirSync(target)) {
    if (each !== 'node_modules') rmSync(join(target, each), { recursive: true })
  }
  const filter = (path) => !generated.includes(basename(path))
  cpSync(join(examples, example), target, { recursive: true, preserveTimestamps: true, filter })
  return target
}

function packCachetta(target) {
  if (!npm(['pack', '--ignore-scripts', '--silent', '--pack-destination', target])) stopWith('npm pack failed.')
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  renameSync(join(target, `cachetta-${version}.tgz`), join(target, 'cachetta.tgz'))
}

/** Unpacks the new tarball. `npm ci` does not do this if the lock file did not change. */
function unpackCachetta(target) {
  const installed = join(target, 'node_modules', 'cachetta')
  rmSync(installed, { recursive: true, force: true })
  mkdirSync(installed)
  const args = ['-xzf', 'cachetta.tgz', '--strip-components=1', '-C', realpathSync(installed)]
  if (spawnSync('tar', args, { cwd: target, stdio: 'inherit' }).status !== 0)
    stopWith('The tarball could not be unpacked.')
}

function runScript(script) {
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', HOST: '127.0.0.1' }
  const options = { cwd: folder, env, stdio: 'inherit', shell: process.platform === 'win32' }
  return spawnSync('npm', ['run', '--silent', script], options).status === 0
}
