// npm run bench: compares Cachetta with other libraries. Passes its arguments on (`--json`, `--row disk-hit`).
import { join } from 'node:path'
import { build } from './build.mjs'
import { root, runNode } from './frame.mjs'
import { npmCi, setUp } from './set-up.mjs'

setUp(build)
installPeers()
process.exitCode = runNode(['bench/main.mjs', ...process.argv.slice(2)])

/** The other libraries have a package of their own, so only the benchmark installs them. */
function installPeers() {
  if (npmCi(join(root, 'bench', 'peers'), 'Installing the libraries to compare with …')) return
  console.error(
    'npm ci failed; its output is above. It needs the npm registry. Libraries that are not installed are skipped.',
  )
}
