// The supported Node releases besides the running one. The npm registry has their binaries as packages, one for each
// platform (the `node` package only picks among them), so they install like any other and without an install script.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './frame.mjs'
import { npm } from './set-up.mjs'

const supported = ['22', '24', '26']

export const otherReleases = supported.filter((release) => release !== process.versions.node.split('.')[0])

/** The binary of a Node release, installed into .cache/ when it is not there yet; null where it cannot be had. */
export function nodeBinary(release) {
  const prefix = join(root, '.cache', `node-${release}`)
  const binary = join(
    prefix,
    'node_modules',
    platformPackage(),
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  )
  if (existsSync(binary)) return binary

  console.error(`Installing Node ${release} …`)
  const wanted = `${platformPackage()}@${release}`
  npm(['install', '--prefix', prefix, '--no-save', '--no-package-lock', '--no-audit', '--no-fund', wanted])
  return existsSync(binary) ? binary : null
}

function platformPackage() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const family = platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'
  return `${family}-${platform}-${process.arch}`
}
