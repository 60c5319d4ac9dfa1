// npm run storybook: opens the stories in a browser. `npm run storybook -- build` writes them to .cache/storybook/ instead.
// Passes other arguments on to Storybook (`--port 6007`).
import { join } from 'node:path'
import { root, runNode } from './frame.mjs'
import { setUpPackages } from './set-up.mjs'

const [command, ...rest] = process.argv.slice(2)
const args =
  command === 'build'
    ? ['build', '--output-dir', join(root, '.cache', 'storybook'), ...rest]
    : ['dev', '--no-version-updates', ...process.argv.slice(2)]

setUpPackages()
process.exitCode = runNode(['node_modules/storybook/dist/bin/dispatcher.js', ...args, '--disable-telemetry'])
