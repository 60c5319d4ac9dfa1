import type { Connection } from './connection.ts'
import { answerTo } from './connection.ts'

/** Reads what is kept under a name. All reads of one tick share a transaction. */
export function createReads({ begin, close }: Connection): (name: string) => Promise<unknown> {
  let shared: Promise<IDBObjectStore | undefined> | undefined

  const read = async (name: string, isRetry = false): Promise<unknown> => {
    shared ??= begin('readonly').finally(() => {
      shared = undefined // a transaction lasts as long as the tick in which it began
    })
    const entries = await shared
    try {
      return entries && (await answerTo(entries.get(name)))
    } catch (error) {
      if (isRetry) throw error
      close() // Safari loses connections without closing them
      return read(name, true)
    }
  }
  return (name) => read(name)
}
