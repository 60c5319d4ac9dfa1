// npm run bench: Cachetta beside other libraries. Arguments (`--json`, `--row disk-hit`) go to it as they are.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { root, runNode } from './frame.mjs'
import { setUp } from './set-up.mjs'

const peers = join(root, 'bench', 'peers')

setUp(build)
installPeers()
process.exitCode = runNode(['bench/main.mjs', ...process.argv.slice(2)])

/** The others live in a package of their own, so that nobody but the benchmark has to install them. */
function installPeers() {
  const installed = join(peers, 'node_modules', '.package-lock.json')
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(peers, 'package-lock.json')).mtimeMs) return

  console.error('Installing the libraries to measure against …')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: peers,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0)
    console.error('npm ci failed (its own words are above): without the npm registry they are left out.')
}
