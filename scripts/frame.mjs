import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The folder of package.json. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** Ends the process with one line on stderr. */
export function stopWith(line) {
  console.error(line)
  process.exit(1)
}

/** Runs a program of the project by `node` (the running one unless told), with this terminal; answers its exit code. */
export function runNode(args, { node = process.execPath, env = {} } = {}) {
  const run = spawnSync(node, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  return run.status ?? 1
}
