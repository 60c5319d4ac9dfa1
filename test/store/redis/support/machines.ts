import { fork } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** A process that shares entries in Redis with others. */
export interface Machine {
  /** Does a job of machine.mjs, and resolves with its result. */
  run(job: string, ...args: readonly unknown[]): Promise<unknown>
  /** Resolves when the machine has begun to compute an entry. */
  waitForComputation(id: number): Promise<unknown>
  kill(signal: NodeJS.Signals): void
}

const ownProgram = new URL('machine.mjs', import.meta.url)

/** What a machine runs, and where, if it is not machine.mjs in the directory of the test. */
interface MachineOptions {
  readonly program?: URL
  readonly cwd?: string
  readonly args?: readonly string[]
}

/** Starts a machine. It is killed at the end of the test. */
export async function startMachine(
  url: string,
  { args = [], cwd, program = ownProgram }: MachineOptions = {},
): Promise<Machine> {
  const child = fork(fileURLToPath(program), [url, ...args], { execArgv: [], ...(cwd !== undefined && { cwd }) })
  onTestFinished(() => void child.kill('SIGKILL'))
  const answers = new EventEmitter()
  let calls = 0
  const ready = once(child, 'message')
  child.on('message', (message: { answer?: number; computing?: number; result?: unknown }) => {
    if (message.answer !== undefined) answers.emit(`answer ${message.answer}`, message.result)
    if (message.computing !== undefined) answers.emit(`computing ${message.computing}`)
  })
  await ready
  return {
    async run(job, ...args) {
      calls += 1
      const answer = once(answers, `answer ${calls}`)
      child.send({ job, args, call: calls })
      return (await answer)[0]
    },
    waitForComputation: (id) => once(answers, `computing ${id}`),
    kill: (signal) => void child.kill(signal),
  }
}

export function startMachines(url: string, count: number): Promise<readonly Machine[]> {
  return Promise.all(Array.from({ length: count }, () => startMachine(url)))
}
