import type { Connection } from './connection.ts'
import { answerTo } from './connection.ts'

interface Batch {
  readonly names: string[]
  readonly answers: Promise<ReadonlyMap<string, Promise<unknown>>>
}

/** From here on it is first asked which of the names are there: one that is not costs as much as one that is. */
const MANY = 8

/**
 * Reads what is kept under a name. All reads of one tick share a transaction, and are answered together: a list whose items
 * came one by one would be rendered once for each of them.
 */
export function createReads({ begin, close }: Connection): (name: string) => Promise<unknown> {
  let gathering: Batch | undefined

  const gather = (): Batch => {
    const names: string[] = []
    const answers = begin('readonly').then((entries) => {
      gathering = undefined // a transaction lasts as long as the tick in which it began
      return entries ? answersTo(entries, names) : new Map()
    })
    return { names, answers }
  }
  const read = async (name: string): Promise<unknown> => {
    gathering ??= gather()
    gathering.names.push(name)
    return await (await gathering.answers).get(name)
  }
  return (name) =>
    read(name).catch(() => {
      close() // Safari loses connections without closing them
      return read(name)
    })
}

/** Each answer on its own, so that a record which cannot be read spoils no other; none before all are there. */
async function answersTo(entries: IDBObjectStore, names: readonly string[]): Promise<Map<string, Promise<unknown>>> {
  const there = names.length < MANY ? names : await namesThere(entries, names)
  const answers = new Map(there.map((name) => [name, answerTo<unknown>(entries.get(name))]))
  await Promise.allSettled(answers.values())
  return answers
}

/** Answers all of them where so much else lies between that knowing does not pay. */
async function namesThere(entries: IDBObjectStore, names: readonly string[]): Promise<readonly string[]> {
  const sorted = [...names].sort()
  const most = 2 * names.length
  const found = await answerTo(entries.getAllKeys(IDBKeyRange.bound(sorted[0], sorted.at(-1)), most))
  if (found.length === most) return names
  const there = new Set<unknown>(found)
  return names.filter((name) => there.has(name))
}
