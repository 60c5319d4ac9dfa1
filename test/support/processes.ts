import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

/** A process that prints lines while it runs. */
export interface RunningProcess {
  /** The lines that it has printed. */
  readonly lines: readonly string[]
  /** Resolves with the first line with this prefix, as soon as there is one. */
  waitForLine(prefix: string): Promise<string>
  kill(signal?: NodeJS.Signals): void
  /** Resolves with the exit code, or with the signal that ended the process. */
  readonly exited: Promise<number | string>
}

/** Starts Node. `shell` precedes its command, for limits and mounts. The process is killed at the end of the test. */
export function startNode(args: readonly string[], shell = ''): RunningProcess {
  const command = ['-c', `${shell} exec "$0" "$@"`, process.execPath, ...args]
  const child = spawn('bash', command, { stdio: ['ignore', 'pipe', 'inherit'] })
  const kill = (signal: NodeJS.Signals = 'SIGKILL') => void child.kill(signal)
  onTestFinished(() => kill())
  const lines: string[] = []
  const checks = new Set<() => void>()
  const reader = createInterface(child.stdout)
  reader.on('line', (text) => {
    lines.push(text)
    for (const check of checks) check()
  })
  const exited = Promise.all([once(child, 'exit'), once(reader, 'close')]).then(([[code, signal]]) => code ?? signal)
  const waitForLine = (prefix: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const check = () => {
        const found = lines.find((text) => text.startsWith(prefix))
        if (found !== undefined) resolve(found)
      }
      checks.add(check)
      void exited.then((status) => reject(new Error(`it ended (${status}) without a line "${prefix}": ${lines}`)))
      check()
    })
  return { lines, waitForLine, kill, exited }
}

/** Waits until a process has ended with status 0, and returns its last line. */
export async function waitForLastLine({ exited, lines }: RunningProcess): Promise<string> {
  const status = await exited
  if (status !== 0) throw new Error(`it ended with ${status}: ${lines}`)
  return lines.at(-1) ?? ''
}
