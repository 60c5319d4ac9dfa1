// Turns a fresh clone into one in which a command works: installs the packages of package-lock.json, then builds. It prints only
// to stderr, so stdout has nothing but the output of the command (`npm run demo:report -- --json`).
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root, stopWith } from './frame.mjs'

/** Brings node_modules/ up to date and runs `build`. If that fails, prints the reason and exits. */
export function setUp(build) {
  setUpPackages()
  try {
    build()
  } catch (error) {
    stopWith(error.message)
  }
}

/** Brings node_modules/ up to date. For a command that builds dist/ by itself. */
export function setUpPackages() {
  checkNode()
  installPackages()
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  stopWith(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`)
}

function installPackages() {
  if (npmCi(root, 'Installing packages …')) return
  stopWith('npm ci failed; its output is above. It needs the npm registry, or a filled npm cache.')
}

/** Runs `npm ci` in a folder if its lock file changed, after printing the message. Returns false if `npm ci` fails. */
export function npmCi(folder, message) {
  const installed = join(folder, 'node_modules', '.package-lock.json')
  const lockFile = join(folder, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockFile).mtimeMs) return true

  console.error(message)
  return npm(['ci', '--no-audit', '--no-fund', '--loglevel=warn'], folder)
}

/** Runs npm with its output on stderr. Returns true if it succeeds. */
export function npm(args, cwd = root) {
  const run = spawnSync('npm', args, { cwd, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  return run.status === 0
}
