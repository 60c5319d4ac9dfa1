// The older React releases. A package cannot hold two releases of React, so each has a package of its own under
// test/react/releases/, with the packages that depend on it.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './frame.mjs'
import { npmCi } from './set-up.mjs'

const releases = join(root, 'test', 'react', 'releases')

/** For Vitest's globalSetup: installs the React release of the project, for example of `react-17`. */
export function setup({ name }) {
  const [release] = /\d+/.exec(name)
  if (!readdirSync(releases).includes(release)) return
  if (npmCi(join(releases, release), `Installing React ${release} …`)) return
  throw new Error(
    `React ${release} could not be installed: it needs the npm registry. 'npm run check' does not need it.`,
  )
}
