// Bounds every command, and stops asking a server that does not answer. While it is down, calls fail at once, so they do not wait
// for it, and the client queues nothing. One probe at a time finds out when it is back:
//
//     command   |--500 ms--✗ no answer    ✗ at once    ✗ at once        |--✓
//     probe                |--pause--|--✗--|--pause--|--✓ it is back

import { StoreError } from '../../errors.ts'
import type { Connection } from './connection.ts'

/** How long a probe waits before it asks again, in milliseconds. */
const PROBE_PAUSE_MS = 250

/** While the server is down, calls let other work of this thread run at least this often, in milliseconds. */
const YIELD_MS = 10

/** Runs a command. Rejects with a `StoreError` if there is no answer within the bound, or the server is down. */
export type Guard = <T>(command: () => Promise<T>) => Promise<T>

/** `probe` asks the server something that any server answers. */
export function createBreaker(
  connection: Pick<Connection, 'isReady'>,
  timeout: number,
  probe: () => Promise<unknown>,
): Guard {
  let isDown = false
  let hasConnected = connection.isReady()
  let firstConnection: Promise<void> | undefined
  let yieldedAt = 0

  /** A client that was just made may still be connecting. All calls share this wait, so none overtakes another. */
  const waitForFirstConnection = async () => {
    const startedAt = performance.now()
    while (!connection.isReady() && performance.now() - startedAt < timeout) await pause(10)
  }

  const askAgain = async (): Promise<void> => {
    while (isDown) {
      await pause(PROBE_PAUSE_MS)
      try {
        if (!connection.isReady()) continue
        await withTimeout(probe(), timeout)
        isDown = false
      } catch (error) {
        if (isReply(error)) isDown = false
      }
    }
  }
  const noteDown = () => {
    if (isDown) return
    isDown = true
    void askAgain()
  }

  /** Calls that wait for nothing else, one after another, would let neither the probe nor the client work. */
  const yieldToProbe = async () => {
    if (performance.now() - yieldedAt < YIELD_MS) return
    yieldedAt = performance.now()
    await new Promise((resolve) => setImmediate(resolve))
  }

  return async (command) => {
    if (!hasConnected) {
      firstConnection ??= waitForFirstConnection()
      await firstConnection
      hasConnected = true
    }
    if (isDown || !connection.isReady()) {
      noteDown()
      await yieldToProbe()
      throw new StoreError('STORE', 'Redis does not answer')
    }
    try {
      return await withTimeout(command(), timeout)
    } catch (error) {
      if (!isReply(error)) noteDown()
      throw error
    }
  }
}

/** True if the server has answered with an error: its text begins with a word in capital letters, like `OOM` and `WRONGTYPE`. */
function isReply(error: unknown): boolean {
  const { message }: { readonly message?: unknown } = Object(error)
  return typeof message === 'string' && /^[A-Z]{2,}[A-Z]* /.test(message) && !message.startsWith('EC')
}

function withTimeout<T>(answer: Promise<T>, timeout: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new StoreError('STORE', `Redis has not answered for ${timeout} ms`))
    // If this thread was busy for that long, the answer is here already, and is read before the immediate.
    const timer = setTimeout(() => setImmediate(fail), timeout)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** Waits. Does not keep the process alive. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer: unknown = setTimeout(resolve, ms)
    ;(timer as { unref?(): void }).unref?.()
  })
}
