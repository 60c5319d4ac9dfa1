// The supported Node releases, without the running one. The npm registry has the binary of each platform as a package. So a
// release installs like any package, without an install script. (The package `node` only selects one of these packages.)
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './frame.mjs'
import { npm } from './set-up.mjs'

const supportedReleases = ['22', '24', '26']
const [runningRelease] = process.versions.node.split('.')

export const otherReleases = supportedReleases.filter((release) => release !== runningRelease)

/** Installs a Node release into .cache/ if it is not there, and returns its binary. Returns null if that fails. */
export function installNode(release) {
  const prefix = join(root, '.cache', `node-${release}`)
  const executable = process.platform === 'win32' ? 'node.exe' : 'node'
  const binary = join(prefix, 'node_modules', getPlatformPackage(), 'bin', executable)
  if (existsSync(binary)) return binary

  console.error(`Installing Node ${release} …`)
  const spec = `${getPlatformPackage()}@${release}`
  npm(['install', '--prefix', prefix, '--no-save', '--no-package-lock', '--no-audit', '--no-fund', spec])
  return existsSync(binary) ? binary : null
}

function getPlatformPackage() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const family = platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'
  return `${family}-${platform}-${process.arch}`
}
