// npm run example -- next: an application of examples/ as somebody else would have it, on http://127.0.0.1:3000 (or PORT). Cachetta
// comes from the packed tarball, all else by the example's own lock file, in a copy under .cache/examples/. `--no-start` ends
// when it is built.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from './build.mjs'
import { root, stopWith } from './frame.mjs'
import { npm, npmCi, setUp } from './set-up.mjs'

const examples = join(root, 'examples')
const names = ['next', 'react-router']
const made = ['.cachetta', '.next', 'build', 'node_modules']

const [name, ...flags] = process.argv.slice(2)
if (!names.includes(name)) stopWith(`Which example? There are ${names.join(' and ')}.`)
setUp(build)
const folder = copy(name)
pack(folder)
if (!npmCi(folder, `Installing what examples/${name} takes …`)) stopWith('npm ci failed: it needs the npm registry.')
unpack(folder)
if (!run(['build'])) stopWith(`examples/${name} could not be built (its own words are above).`)
if (!flags.includes('--no-start')) run(['start'])

/** The sources as they are now, beside the packages of before. */
function copy(example) {
  const to = join(root, '.cache', 'examples', example)
  mkdirSync(to, { recursive: true })
  for (const each of readdirSync(to)) {
    if (each !== 'node_modules') rmSync(join(to, each), { recursive: true })
  }
  const filter = (path) => !made.includes(basename(path))
  cpSync(join(examples, example), to, { recursive: true, preserveTimestamps: true, filter })
  return to
}

function pack(to) {
  if (!npm(['pack', '--ignore-scripts', '--silent', '--pack-destination', to])) stopWith('npm pack failed.')
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  renameSync(join(to, `cachetta-${version}.tgz`), join(to, 'cachetta.tgz'))
}

/** Also where nothing was to be installed: the tarball is another one each time. */
function unpack(to) {
  const place = join(to, 'node_modules', 'cachetta')
  rmSync(place, { recursive: true, force: true })
  mkdirSync(place)
  const args = ['-xzf', 'cachetta.tgz', '--strip-components=1', '-C', realpathSync(place)]
  if (spawnSync('tar', args, { cwd: to, stdio: 'inherit' }).status !== 0) stopWith('The tarball could not be unpacked.')
}

function run(args) {
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', HOST: '127.0.0.1' }
  const options = { cwd: folder, env, stdio: 'inherit', shell: process.platform === 'win32' }
  return spawnSync('npm', ['run', '--silent', ...args], options).status === 0
}
