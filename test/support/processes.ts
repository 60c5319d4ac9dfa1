import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

/** A process that says what it does, line by line. */
export interface Running {
  /** What it said so far. */
  readonly lines: readonly string[]
  /** The next line that begins so, from now on or from before. */
  line(beginning: string): Promise<string>
  kill(signal?: NodeJS.Signals): void
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

/** Starts Node; `shell` is put before it, for limits and mounts. It ends with the test at the latest. */
export function startNode(args: readonly string[], shell = ''): Running {
  const command = ['-c', `${shell} exec "$0" "$@"`, process.execPath, ...args]
  const child = spawn('bash', command, { stdio: ['ignore', 'pipe', 'inherit'] })
  const kill = (signal: NodeJS.Signals = 'SIGKILL') => void child.kill(signal)
  onTestFinished(() => kill())
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
      void ended.then((how) => reject(new Error(`it ended (${how}) without a line "${beginning}": ${lines}`)))
      look()
    })
  return { lines, line, kill, ended }
}

/** Lets a process come to its end and answers its last line. */
export async function lastLineOf({ ended, lines }: Running): Promise<string> {
  const how = await ended
  if (how !== 0) throw new Error(`it ended with ${how}: ${lines}`)
  return lines.at(-1) ?? ''
}
