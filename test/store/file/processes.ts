import type { ChildProcessByStdio } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const worker = fileURLToPath(new URL('./worker.mjs', import.meta.url))

/** Full length instead of a taste: `npm run test:long`. */
export const isLong: boolean = process.env['CACHETTA_LONG'] === '1'

export interface Worker {
  readonly child: ChildProcessByStdio<null, Readable, null>
  /** What it said so far. */
  readonly lines: readonly string[]
  /** The next line that begins so, from now on or from before. */
  line(beginning: string): Promise<string>
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

/** Starts a job of worker.mjs; `shell` is put before it, for limits and mounts. It ends with the test at the latest. */
export function start(job: string, given: object, shell = ''): Worker {
  const command = `${shell} exec "$0" "$@"`
  const args = ['-c', command, process.execPath, worker, job, JSON.stringify(given)]
  const child = spawn('bash', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  const listeners = new Set<() => void>()
  const reader = createInterface(child.stdout)
  reader.on('line', (line) => {
    lines.push(line)
    for (const listener of listeners) listener()
  })
  const ended = Promise.all([once(child, 'exit'), once(reader, 'close')]).then(([[code, signal]]) => code ?? signal)
  const line = (beginning: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = lines.find((text) => text.startsWith(beginning))
        if (found !== undefined) resolve(found)
      }
      listeners.add(look)
      void ended.then((how) => reject(new Error(`${job} ended (${how}) without a line "${beginning}": ${lines}`)))
      look()
    })
  return { child, lines, line, ended }
}

/** Runs a job to its end and answers its last line. */
export async function result(job: string, given: object, shell?: string): Promise<string> {
  const { ended, lines } = start(job, given, shell)
  const how = await ended
  if (how !== 0) throw new Error(`${job} ended with ${how}: ${lines}`)
  return lines.at(-1) ?? ''
}

/** An empty directory that goes with the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'cachetta-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}
