import { READ_CHANGES } from './scripts.ts'
import type { ServerParts } from './server.ts'

/** The clock of the server, which orders what all machines do, and its counter of messages. */
export interface ServerClock {
  /** The server's time now, in milliseconds. `undefined` until the server has told it once. */
  now(): number | undefined
  /** Asks the server for its time. */
  read(): Promise<number>
  /** Asks the server how many messages about changes there were. */
  readCounter(): Promise<number>
}

export function createServerClock({ connection, guard, names }: ServerParts): ServerClock {
  let offset: number | undefined
  const ask = async (): Promise<readonly [counter: number, time: number]> => {
    const askedAt = Date.now()
    const [counter, time] = (await guard(() => connection.runScript(READ_CHANGES, [names.changes], []))) as [
      string,
      string,
    ]
    offset = Number(time) - (askedAt + Date.now()) / 2
    return [Number(counter), Number(time)]
  }
  return {
    now: () => (offset === undefined ? undefined : Date.now() + offset),
    read: async () => (await ask())[1],
    readCounter: async () => (await ask())[0],
  }
}
