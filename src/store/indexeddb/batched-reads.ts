import type { Connection } from './connection.ts'
import { promisifyRequest } from './connection.ts'

interface Batch {
  readonly names: string[]
  readonly results: Promise<ReadonlyMap<string, Promise<unknown>>>
}

/**
 * From this number of names on, a batch first asks which of them exist. Below it that extra request costs more than it saves: a
 * read of a missing name takes as long as a read of an existing one.
 */
const MIN_NAMES_FOR_KEY_LOOKUP = 8

/**
 * Returns the function that reads a record by its name. The reads of one tick share a transaction and resolve together, so that a
 * list of many entries renders once and not once per entry. A read that follows from the result of another one continues its
 * transaction: a transaction is active until all promises that its result has settled have called back.
 */
export function createBatchedReads({ beginTransaction, close }: Connection): (name: string) => Promise<unknown> {
  let nextBatch: Batch | undefined
  let running: IDBObjectStore | undefined

  const beginBatch = async (names: readonly string[]): Promise<ReadonlyMap<string, Promise<unknown>>> => {
    await undefined // the reads of this moment join the batch
    const continued = running && tryContinue(running, names)
    const entries = continued ? undefined : await beginTransaction('readonly', true)
    nextBatch = undefined // a transaction accepts requests only in the tick in which it began
    if (!entries) return settleAll(continued ?? new Map())
    running = entries
    entries.transaction.oncomplete = () => {
      if (running === entries) running = undefined
    }
    return readAll(entries, names)
  }
  const startBatch = (): Batch => {
    const names: string[] = []
    return { names, results: beginBatch(names) }
  }
  const read = async (name: string): Promise<unknown> => {
    nextBatch ??= startBatch()
    nextBatch.names.push(name)
    return await (await nextBatch.results).get(name)
  }
  return (name) =>
    read(name).catch(() => {
      close() // Safari loses connections without an event: https://bugs.webkit.org/show_bug.cgi?id=197050
      return read(name)
    })
}

/** Reads within a transaction that may have ended. Then its first request throws, and the result is `undefined`. */
function tryContinue(entries: IDBObjectStore, names: readonly string[]): Map<string, Promise<unknown>> | undefined {
  try {
    return new Map(names.map((name) => [name, promisifyRequest<unknown>(entries.get(name))]))
  } catch {
    return undefined
  }
}

async function readAll(entries: IDBObjectStore, names: readonly string[]): Promise<Map<string, Promise<unknown>>> {
  const existing = names.length < MIN_NAMES_FOR_KEY_LOOKUP ? names : await filterExisting(entries, names)
  return settleAll(new Map(existing.map((name) => [name, promisifyRequest<unknown>(entries.get(name))])))
}

/** Each name has its own promise, so that one unreadable record fails only its own read. Resolves when all of them are settled. */
async function settleAll(results: Map<string, Promise<unknown>>): Promise<Map<string, Promise<unknown>>> {
  await Promise.allSettled(results.values())
  return results
}

/** Returns all `names` if so many other names lie between them that a list of the existing ones would cost too much. */
async function filterExisting(entries: IDBObjectStore, names: readonly string[]): Promise<readonly string[]> {
  const sorted = [...names].sort()
  const maxCount = 2 * names.length
  const found = await promisifyRequest(entries.getAllKeys(IDBKeyRange.bound(sorted[0], sorted.at(-1)), maxCount))
  if (found.length === maxCount) return names
  const existing = new Set<unknown>(found)
  return names.filter((name) => existing.has(name))
}
