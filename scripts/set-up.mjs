// Everything between a fresh clone and a command that works: the packages of package-lock.json, then what is compiled.
// All it has to tell goes to stderr, so that what a command prints (`npm run demo:report -- --json`) is its own.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root, stopWith } from './frame.mjs'

/** Brings node_modules/ up to date and runs `build`, or ends the process with one line that says what is missing. */
export function setUp(build) {
  setUpPackages()
  try {
    build()
  } catch (error) {
    stopWith(error.message)
  }
}

/** Brings node_modules/ up to date; enough for what builds dist/ by itself. */
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
  stopWith('npm ci failed (its own words are above): it needs the npm registry, or a filled npm cache.')
}

/** Installs what a folder's package-lock.json says where it changed since, telling so; false when that failed. */
export function npmCi(folder, announcement) {
  const installed = join(folder, 'node_modules', '.package-lock.json')
  const wanted = join(folder, 'package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return true

  console.error(announcement)
  return npm(['ci', '--no-audit', '--no-fund', '--loglevel=warn'], folder)
}

/** Runs npm with its output on stderr; true when it succeeded. */
export function npm(args, cwd = root) {
  const run = spawnSync('npm', args, { cwd, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  return run.status === 0
}
