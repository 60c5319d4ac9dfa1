import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** The program as users run it. */
export const program: string = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url))

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** The lines of stdout. */
  readonly lines: string[]
}

/** Runs the command as a process without a terminal. `nodeArgs` precede the program. */
export async function runCommand(
  args: readonly string[],
  nodeArgs: readonly string[] = [],
  cwd: string = process.cwd(),
): Promise<Outcome> {
  const child = spawn(process.execPath, [...nodeArgs, program, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code, stdout, stderr, lines: stdout.split('\n').slice(0, -1) }
}

/** Runs a line of a shell in which `cachetta` is the command. */
export async function runInShell(line: string): Promise<Outcome> {
  const script = `cachetta() { "$NODE" "$PROGRAM" "$@"; }; ${line}`
  const env = { ...process.env, NODE: process.execPath, PROGRAM: program }
  const child = spawn('bash', ['-c', script], { stdio: ['ignore', 'pipe', 'pipe'], env })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code, stdout, stderr, lines: stdout.split('\n').slice(0, -1) }
}
