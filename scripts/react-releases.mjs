// The React releases besides the newest. Each lies with what belongs to it in a package of its own under
// test/react/releases/, since one package cannot hold two of them.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './frame.mjs'
import { npmCi } from './set-up.mjs'

const releases = join(root, 'test', 'react', 'releases')

/** For Vitest's globalSetup: installs the release that the project `react-17…` runs on. */
export function setup({ name }) {
  const [release] = /\d+/.exec(name)
  if (!readdirSync(releases).includes(release)) return
  if (npmCi(join(releases, release), `Installing React ${release} …`)) return
  throw new Error(`React ${release} could not be installed: it needs the npm registry. 'npm run check' does without.`)
}
