import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { RunningProcess } from '../../../support/processes.ts'
import { startNode, waitForLastLine } from '../../../support/processes.ts'

const worker = fileURLToPath(new URL('./worker.mjs', import.meta.url))

/** True in `npm run test:long`, which runs the heavy tests at full length. */
export const isLong: boolean = process.env['CACHETTA_LONG'] === '1'

/** Starts a job of worker.mjs. `shell` precedes its command, for limits and mounts. The process is killed at the end of the test. */
export function startJob(job: string, args: object, shell?: string): RunningProcess {
  return startNode([worker, job, JSON.stringify(args)], shell)
}

/** Runs a job to its end. Returns its last line. */
export function runJob(job: string, args: object, shell?: string): Promise<string> {
  return waitForLastLine(startJob(job, args, shell))
}

/** Creates an empty directory, which is removed at the end of the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'cachetta-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}
