// The connection to the database: opened at first use, closed when it stands in someone's way, and opened again. What
// cannot be opened is told once, and everyone goes on without it: the answer `undefined` means memory.

/** The one object store: records (record.ts) under their names, and under `TOTAL` about how many bytes they take. */
const ENTRIES = 'entries'
export const TOTAL = 0

/** Raised when the layout changes; a database of another layout is made anew, for a cache can lose everything. */
const LAYOUT = 1

/**
 * How long the first use may wait for a database, 200 milliseconds in all; one that answers later is used from then on. Counted
 * in steps: a page that is busy hears the answer late, and then all its timers are due before that.
 */
const STEPS = 4
const STEP = 50

export interface Connection {
  /** Opens ahead of the first use. */
  wake(): void
  /** The entries in a new transaction; `undefined` where there is no database. Never rejects. */
  begin(mode: IDBTransactionMode): Promise<IDBObjectStore | undefined>
  /** Closes once what has begun is done; the next use opens again. */
  close(): void
}

export function createConnection(name: string, complain: (error: unknown) => void): Connection {
  let database: IDBDatabase | undefined
  let opening: Promise<void> | undefined

  const close = (): void => {
    database?.close()
    database = opening = undefined
  }
  const keep = (opened: IDBDatabase): void => {
    database?.close() // another attempt was made while this one was late
    database = opened
    // Another tab wants to upgrade; the browser has closed it (Safari does, in the background).
    opened.onversionchange = opened.onclose = close
  }
  const open = async (): Promise<void> => {
    const opened = openDatabase(name).then(keep, complain)
    if (await Promise.race([opened, silence()])) complain('it does not answer')
  }
  const wake = (): void => {
    opening ??= open()
  }
  const begin = async (mode: IDBTransactionMode, isRetry = false): Promise<IDBObjectStore | undefined> => {
    wake()
    await opening
    try {
      return database?.transaction(ENTRIES, mode).objectStore(ENTRIES)
    } catch (error) {
      close() // it was being closed: InvalidStateError
      if (!isRetry) return begin(mode, true)
      complain(error)
      opening = Promise.resolve() // no third time
    }
  }
  return { begin, close, wake }
}

/** Rejects where there is no IndexedDB, and for a database that a newer version of this package laid out. */
async function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, LAYOUT)
  request.onupgradeneeded = () => {
    const database = request.result
    for (const older of database.objectStoreNames) database.deleteObjectStore(older)
    const entries = database.createObjectStore(ENTRIES)
    entries.createIndex('age', ['entry.storedAt', 'size'])
    entries.createIndex('tags', 'entry.tags', { multiEntry: true })
  }
  return answerTo(request)
}

async function silence(): Promise<true> {
  for (let step = 0; step < STEPS; step++) await new Promise((resolve) => setTimeout(resolve, STEP))
  return true
}

export function answerTo<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
