// The older releases of TypeScript, for the tests that compile programs over the package.
import { join } from 'node:path'
import { root } from './frame.mjs'
import { npmCi } from './set-up.mjs'

/** For Vitest's globalSetup: installs the releases. */
export function setup() {
  if (npmCi(join(root, 'test', 'types', 'compilers'), 'Installing older releases of TypeScript …')) return
  throw new Error(
    "The older releases of TypeScript could not be installed: they need the npm registry. 'npm run check' does not need them.",
  )
}
