// npm run storybook: the stories in a browser. `npm run storybook -- build` writes them to .cache/storybook/ instead; other
// arguments (`--port 6007`) go to Storybook as they are.
import { join } from 'node:path'
import { root, runNode } from './frame.mjs'
import { setUpPackages } from './set-up.mjs'

const [first, ...rest] = process.argv.slice(2)
const args =
  first === 'build'
    ? ['build', '--output-dir', join(root, '.cache', 'storybook'), ...rest]
    : ['dev', '--no-version-updates', ...process.argv.slice(2)]

setUpPackages()
process.exitCode = runNode(['node_modules/storybook/dist/bin/dispatcher.js', ...args, '--disable-telemetry'])
