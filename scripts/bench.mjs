// npm run bench: Cachetta beside other libraries. Arguments (`--json`, `--row disk-hit`) go to it as they are.
import { join } from 'node:path'
import { build } from './build.mjs'
import { root, runNode } from './frame.mjs'
import { npmCi, setUp } from './set-up.mjs'

setUp(build)
installPeers()
process.exitCode = runNode(['bench/main.mjs', ...process.argv.slice(2)])

/** The others live in a package of their own, so that nobody but the benchmark has to install them. */
function installPeers() {
  if (npmCi(join(root, 'bench', 'peers'), 'Installing the libraries to measure against …')) return
  console.error('npm ci failed (its own words are above): without the npm registry they are left out.')
}
