import type { Host, Output } from '../../../src/cli/process-host.ts'

/** A process without streams: what the command wrote, and its answers. */
export interface FakeHost extends Host {
  readonly written: { stdout: string; stderr: string }
  readonly questions: string[]
  readonly interruption: AbortController
}

export interface FakeHostOptions {
  /** The columns of the terminal. Absent: stdout and stderr are files. */
  readonly columns?: number
  readonly env?: Readonly<Record<string, string>>
  /** What the user enters. Absent: nobody can be asked. */
  readonly answer?: string
  readonly homeDirectory?: string
  /** Epoch milliseconds. @default the time of the process */
  readonly now?: number
}

export function createFakeHost({
  columns,
  env = {},
  answer,
  homeDirectory = '/home/ada',
  now,
}: FakeHostOptions = {}): FakeHost {
  const written = { stdout: '', stderr: '' }
  const questions: string[] = []
  const interruption = new AbortController()
  const createOutput = (name: 'stdout' | 'stderr'): Output => ({
    isTTY: columns !== undefined,
    columns,
    once: () => undefined,
    write(text) {
      written[name] += text
      return true
    },
  })
  return {
    written,
    questions,
    interruption,
    stdout: createOutput('stdout'),
    stderr: createOutput('stderr'),
    env,
    homeDirectory,
    version: '1.2.3',
    canAsk: answer !== undefined,
    signal: interruption.signal,
    async ask(question) {
      questions.push(question)
      written.stderr += question
      return answer ?? ''
    },
    now: () => now ?? Date.now(),
  }
}
