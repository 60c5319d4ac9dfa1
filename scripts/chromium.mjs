// Finds the Chromium for tests and stories: one that is installed, else Debian's, else Playwright's.
// `node scripts/chromium.mjs` installs one if there is none.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './frame.mjs'

const commandNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const usualPaths = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

const unusedFeatures = ['gpu', 'quic', 'background-networking', 'component-update', 'sync']

const notInstalled =
  'No Chromium was found, and none could be installed. Install one. If it is not on PATH, set CHROMIUM_PATH to it.'

/** Options for Playwright's `launch`. Chromium then makes no requests of its own and writes nothing into the user's home. */
export function getLaunchOptions() {
  const folder = join(root, '.cache', 'chromium')
  const env = { ...process.env, XDG_CACHE_HOME: folder, XDG_CONFIG_HOME: folder }
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const disabled = unusedFeatures.map((feature) => `--disable-${feature}`)
  const executablePath = findChromium()
  return { ...(executablePath && { executablePath }), args: [...sandbox, '--no-first-run', ...disabled], env }
}

/** Installs Chromium if there is none. Returns false, and prints one sentence to stderr, if that fails. */
export function setUpChromium() {
  if (findChromium() !== undefined) return true
  if (process.env.CHROMIUM_PATH)
    return failWith(`CHROMIUM_PATH names ${process.env.CHROMIUM_PATH}, which does not exist.`)
  console.error('Installing Chromium …')
  if (isDebianRoot()) run('apt-get', ['update']) && run('apt-get', ['install', '-y', 'chromium'])
  if (findChromium() === undefined) run('npx', ['playwright', 'install', 'chromium'])
  return findChromium() !== undefined || failWith(notInstalled)
}

/** For Vitest's globalSetup. It installs nothing: Vitest's configuration has already read the path of the browser. */
export function setup() {
  if (findChromium() === undefined)
    throw new Error("Chromium is not installed; 'node scripts/chromium.mjs' installs it.")
}

function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) return existsSync(named) ? named : undefined
  const onPath = process.env.PATH.split(delimiter).flatMap((folder) => commandNames.map((name) => join(folder, name)))
  return [...onPath, ...usualPaths].find(existsSync) ?? findPlaywrightChromium()
}

function findPlaywrightChromium() {
  const path = createRequire(import.meta.url)('playwright').chromium.executablePath()
  return existsSync(path) ? path : undefined
}

function failWith(message) {
  console.error(message)
  return false
}

function isDebianRoot() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version')
}

function run(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return (
    spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
      .status === 0
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = setUpChromium() ? 0 : 1
