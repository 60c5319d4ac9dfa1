// npm run bench: compares Cachetta with other libraries. Passes its arguments on (`--json`, `--row disk-hit`).
// npm run bench:redis: what Cachetta costs a server of Redis.
import { join } from 'node:path'
import { build } from './build.mjs'
import { root, runNode } from './frame.mjs'
import { npmCi, setUp } from './set-up.mjs'

const args = process.argv.slice(2)

setUp(build)
if (args[0] === 'redis-costs') {
  process.exitCode = runNode(['bench/redis-costs.mjs'])
} else {
  installPeers()
  process.exitCode = runNode(['bench/main.mjs', ...args])
}

/** The other libraries have a package of their own, so only the benchmark installs them. */
function installPeers() {
  if (npmCi(join(root, 'bench', 'peers'), 'Installing the libraries to compare with …')) return
  console.error(
    'npm ci failed; its output is above. It needs the npm registry. Libraries that are not installed are skipped.',
  )
}
