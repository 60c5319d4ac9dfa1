// npm run size: what Cachetta costs in a page. Passes its arguments on (`--write`).
import { join } from 'node:path'
import { build } from './build.mjs'
import { root, runNode, stopWith } from './frame.mjs'
import { npmCi, setUp } from './set-up.mjs'

setUp(build)
if (!npmCi(join(root, 'bench', 'peers'), 'Installing the libraries to compare with …')) {
  stopWith('npm ci failed; its output is above. It needs the npm registry.')
}
process.exitCode = runNode(['bench/size/main.mjs', ...process.argv.slice(2)])
