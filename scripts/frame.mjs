// What every script of this folder needs.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The folder of package.json. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** Prints one line to stderr and exits with 1. */
export function stopWith(line) {
  console.error(line)
  process.exit(1)
}

/** Runs a program of the project in this terminal and returns its exit code. `node`: the binary. @default the running Node */
export function runNode(args, { node = process.execPath, env = {} } = {}) {
  const run = spawnSync(node, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  return run.status ?? 1
}
