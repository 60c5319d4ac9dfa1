import { fileURLToPath } from 'node:url'
import type { Running } from '../../support/processes.ts'
import { lastLineOf, startNode } from '../../support/processes.ts'

const worker = fileURLToPath(new URL('./worker.mjs', import.meta.url))

/** Starts a job of worker.mjs; `shell` is put before it, for mounts. It ends with the test at the latest. */
export function startJob(job: string, given: object, shell?: string): Running {
  return startNode([worker, job, JSON.stringify(given)], shell)
}

/** Runs a job to its end and answers its last line. */
export function resultOf(job: string, given: object, shell?: string): Promise<string> {
  return lastLineOf(startJob(job, given, shell))
}

/** A small disk of its own for the process alone; `then` is done to it afterwards. Needs no root, but Linux's user namespaces. */
export function smallDisk(directory: string, then: string): string {
  const mount = `mount -t tmpfs -o size=256k tmpfs '${directory}' && ${then}`
  return `exec unshare --user --map-root-user --mount bash -c '${mount.replaceAll("'", "'\\''")} && exec "$0" "$@"' "$0" "$@";`
}
