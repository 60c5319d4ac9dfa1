import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Answer, Refresh, WorkerMessage } from './messages.ts'

/** A process that requests the report. */
export interface Worker {
  requestReport(): Promise<Answer>
  /** Resolves when the refresh after a stale answer is done. Call it only after a stale answer. */
  waitForRefresh(): Promise<Refresh>
  /** Disconnects the process and waits until it exits. */
  close(): Promise<void>
}

const program = fileURLToPath(new URL('./worker.js', import.meta.url))

/** Starts a worker process and waits until it is ready. Calls `onMessage` for every message from it. */
export async function startWorker(
  project: string,
  dir: string,
  onMessage: (message: WorkerMessage) => void,
): Promise<Worker> {
  const child = fork(program, [project, dir], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  child.on('message', onMessage)
  await waitForMessage(child, 'ready')
  const refresh = waitForMessage(child, 'refreshed')
  refresh.catch(() => {}) // most workers exit without a refresh

  return {
    async requestReport() {
      child.send('request')
      return (await waitForMessage(child, 'answer')).answer
    },
    waitForRefresh: async () => (await refresh).refresh,
    async close() {
      if (!child.connected) return
      const exited = once(child, 'exit')
      child.disconnect()
      await exited
    },
  }
}

type MessageType = WorkerMessage['type']

/** Resolves with the next message of one type. Rejects if the worker fails or exits first. */
function waitForMessage<T extends MessageType>(
  child: ChildProcess,
  type: T,
): Promise<Extract<WorkerMessage, { type: T }>> {
  return new Promise((resolve, reject) => {
    const settle = (complete: () => void) => {
      child.off('message', onMessage).off('exit', onExit)
      complete()
    }
    const onMessage = (message: WorkerMessage) => {
      if (isOfType(type, message)) settle(() => resolve(message))
      else if (message.type === 'failed') settle(() => reject(new Error(message.reason)))
    }
    const onExit = (code: number | null) =>
      settle(() => reject(new Error(`The worker exited with code ${code} before it sent "${type}".`)))
    child.on('message', onMessage).on('exit', onExit)
  })
}

function isOfType<T extends MessageType>(
  type: T,
  message: WorkerMessage,
): message is Extract<WorkerMessage, { type: T }> {
  return message.type === type
}
