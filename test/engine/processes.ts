import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const worker = fileURLToPath(new URL('./worker.mjs', import.meta.url))

/** A job of worker.mjs in a process of its own. */
export interface Running {
  /** What it said so far. */
  readonly lines: readonly string[]
  /** The next line that begins so, from now on or from before. */
  line(beginning: string): Promise<string>
  kill(): void
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

/** Starts a job; `shell` is put before it, for mounts. It ends with the test at the latest. */
export function startJob(job: string, given: object, shell = ''): Running {
  const args = ['-c', `${shell} exec "$0" "$@"`, process.execPath, worker, job, JSON.stringify(given)]
  const child = spawn('bash', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const kill = () => void child.kill('SIGKILL')
  onTestFinished(kill)
  const lines: string[] = []
  const lookers = new Set<() => void>()
  const reader = createInterface(child.stdout)
  reader.on('line', (text) => {
    lines.push(text)
    for (const look of lookers) look()
  })
  const ended = Promise.all([once(child, 'exit'), once(reader, 'close')]).then(([[code, signal]]) => code ?? signal)
  const line = (beginning: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = lines.find((text) => text.startsWith(beginning))
        if (found !== undefined) resolve(found)
      }
      lookers.add(look)
      void ended.then((how) => reject(new Error(`${job} ended (${how}) without a line "${beginning}": ${lines}`)))
      look()
    })
  return { lines, line, kill, ended }
}

/** Runs a job to its end and answers its last line. */
export async function resultOf(job: string, given: object, shell?: string): Promise<string> {
  const { ended, lines } = startJob(job, given, shell)
  const how = await ended
  if (how !== 0) throw new Error(`${job} ended with ${how}: ${lines}`)
  return lines.at(-1) ?? ''
}

/** A small disk of its own for the process alone; `then` is done to it afterwards. Needs no root, but Linux's user namespaces. */
export function smallDisk(directory: string, then: string): string {
  const mount = `mount -t tmpfs -o size=256k tmpfs '${directory}' && ${then}`
  return `exec unshare --user --map-root-user --mount bash -c '${mount.replaceAll("'", "'\\''")} && exec "$0" "$@"' "$0" "$@";`
}
