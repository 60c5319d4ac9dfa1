import { fileURLToPath } from 'node:url'
import type { RunningProcess } from '../../support/processes.ts'
import { startNode, waitForLastLine } from '../../support/processes.ts'

const worker = fileURLToPath(new URL('./worker.mjs', import.meta.url))

/** Starts a job of worker.mjs; `shell` is put before it, for mounts. It ends with the test at the latest. */
export function startJob(job: string, given: object, shell?: string): RunningProcess {
  return startNode([worker, job, JSON.stringify(given)], shell)
}

/** Runs a job to its end and answers its last line. */
export function runJob(job: string, given: object, shell?: string): Promise<string> {
  return waitForLastLine(startJob(job, given, shell))
}

/** A small disk of its own for the process alone; `then` is done to it afterwards. Needs no root, but Linux's user namespaces. */
export function smallDiskShell(directory: string, then: string): string {
  const mount = `mount -t tmpfs -o size=256k tmpfs '${directory}' && ${then}`
  return `exec unshare --user --map-root-user --mount bash -c '${mount.replaceAll("'", "'\\''")} && exec "$0" "$@"' "$0" "$@";`
}
