// The Chromium that tests and stories run in: one that is here already, else Debian's, else Playwright's.
// `node scripts/chromium.mjs` installs it where there is none.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './frame.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const usualPlaces = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

const quiet = ['gpu', 'quic', 'background-networking', 'component-update', 'sync'].map((what) => `--disable-${what}`)

const nowhere =
  'No Chromium was found and none could be installed: install one, and name it in CHROMIUM_PATH if it is not on PATH.'

/** What Playwright's `launch` needs to start it: no network is asked, and nothing stays in the user's home. */
export function chromiumLaunch() {
  const place = join(root, '.cache', 'chromium')
  const env = { ...process.env, XDG_CACHE_HOME: place, XDG_CONFIG_HOME: place }
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const executablePath = findChromium()
  return { ...(executablePath && { executablePath }), args: [...sandbox, '--no-first-run', ...quiet], env }
}

/** Installs a Chromium where there is none; false, and one sentence on stderr, where that does not work. */
export function setUpChromium() {
  if (findChromium() !== undefined) return true
  if (process.env.CHROMIUM_PATH) return complain(`There is no ${process.env.CHROMIUM_PATH}, which CHROMIUM_PATH names.`)
  console.error('Installing Chromium …')
  if (isDebianRoot()) run('apt-get', ['update']) && run('apt-get', ['install', '-y', 'chromium'])
  if (findChromium() === undefined) run('npx', ['playwright', 'install', 'chromium'])
  return findChromium() !== undefined || complain(nowhere)
}

/** For Vitest's globalSetup: a browser installed after its configuration was read would not be used. */
export function setup() {
  if (findChromium() === undefined) throw new Error("There is no Chromium: 'node scripts/chromium.mjs' installs one.")
}

function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) return existsSync(named) ? named : undefined
  const onPath = process.env.PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return [...onPath, ...usualPlaces].find(existsSync) ?? playwrightsOwn()
}

function playwrightsOwn() {
  const path = createRequire(import.meta.url)('playwright').chromium.executablePath()
  return existsSync(path) ? path : undefined
}

function complain(line) {
  console.error(line)
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
