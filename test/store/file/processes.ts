import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { RunningProcess } from '../../support/processes.ts'
import { startNode, waitForLastLine } from '../../support/processes.ts'

const worker = fileURLToPath(new URL('./worker.mjs', import.meta.url))

/** Full length instead of a taste: `npm run test:long`. */
export const isLong: boolean = process.env['CACHETTA_LONG'] === '1'

/** Starts a job of worker.mjs; `shell` is put before it, for limits and mounts. It ends with the test at the latest. */
export function start(job: string, given: object, shell?: string): RunningProcess {
  return startNode([worker, job, JSON.stringify(given)], shell)
}

/** Runs a job to its end and answers its last line. */
export function result(job: string, given: object, shell?: string): Promise<string> {
  return waitForLastLine(start(job, given, shell))
}

/** An empty directory that goes with the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'cachetta-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}
