import { fileURLToPath } from 'node:url'
import type { RunningProcess } from '../../support/processes.ts'
import { startNode, waitForLastLine } from '../../support/processes.ts'

const worker = fileURLToPath(new URL('./worker.mjs', import.meta.url))

/** Starts a job of worker.mjs. `shell` precedes its command, for mounts. The process is killed at the end of the test. */
export function startJob(job: string, input: object, shell?: string): RunningProcess {
  return startNode([worker, job, JSON.stringify(input)], shell)
}

/** Runs a job until it ends, and returns its last line. */
export function runJob(job: string, input: object, shell?: string): Promise<string> {
  return waitForLastLine(startJob(job, input, shell))
}

/**
 * Returns a shell prefix that mounts a disk of 256 kB on `directory` for the process alone, and then runs `command`. Needs
 * the user namespaces of Linux, and no root.
 */
export function smallDiskShell(directory: string, command: string): string {
  const mount = `mount -t tmpfs -o size=256k tmpfs '${directory}' && ${command}`
  return `exec unshare --user --map-root-user --mount bash -c '${mount.replaceAll("'", "'\\''")} && exec "$0" "$@"' "$0" "$@";`
}
