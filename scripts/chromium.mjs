// Finds the Chromium for tests and stories: one that is installed, else Debian's, else Playwright's.
// `node scripts/chromium.mjs` installs one if there is none.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './frame.mjs'
import { findOnPath, installDebianPackage, runCommand } from './programs.mjs'

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
  installDebianPackage('chromium')
  if (findChromium() === undefined) runCommand('npx', ['playwright', 'install', 'chromium'])
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
  const onPath = commandNames.map(findOnPath).find((path) => path !== undefined)
  return onPath ?? usualPaths.find(existsSync) ?? findPlaywrightChromium()
}

function findPlaywrightChromium() {
  const path = createRequire(import.meta.url)('playwright').chromium.executablePath()
  return existsSync(path) ? path : undefined
}

function failWith(message) {
  console.error(message)
  return false
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = setUpChromium() ? 0 : 1
