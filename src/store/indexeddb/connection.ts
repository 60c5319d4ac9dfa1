// The connection to the database. The first use opens it. It closes when another tab needs to upgrade the database, and the
// next use opens it again. If it cannot be opened, `reportError` receives the error once and `beginTransaction` resolves to
// `undefined`: the store then keeps entries in memory.

/**
 * The only object store: each record (record.ts) under the name of its entry, the total size under `TOTAL_SIZE_KEY`, and the
 * invalidations of many entries (change-log.ts) under lists of one text each.
 */
const OBJECT_STORE = 'entries'
export const TOTAL_SIZE_KEY = 0

/** The range of all lists. A list is greater than every text. */
export function scopeRange(): IDBKeyRange {
  return IDBKeyRange.lowerBound([])
}

/** Increased when the layout changes. A database with an older layout is emptied, because a cache may lose its entries. */
const SCHEMA_VERSION = 1

/**
 * The first use waits 4 × 50 = 200 milliseconds for the database. A database that answers later is used from then on. One
 * timer of 200 milliseconds would be wrong: on a busy page it is due before the page can handle an answer that is already there.
 */
const OPEN_TIMEOUT_STEPS = 4
const OPEN_TIMEOUT_STEP_MS = 50

export interface Connection {
  /** Opens the database before its first use. Resolves when `onOpen` has resolved, or when there is no database. */
  wake(): Promise<void>
  /**
   * Begins a transaction and resolves to its object store; to `undefined` without a database. Never rejects. `isEarly`: it does not wait
   * for `onOpen`, so what it reads counts when `wake` has resolved.
   */
  beginTransaction(mode: IDBTransactionMode, isEarly?: boolean): Promise<IDBObjectStore | undefined>
  /** Closes the connection after its running transactions. The next use opens it again. */
  close(): void
}

/**
 * `onOpen` gets the object store of a transaction for reading. A first use waits until it has resolved. A read goes to the database
 * beside it, because a page shows its first data one trip earlier:
 *
 *     onOpen       open |-load scopes-|
 *     first read   open |-----read-----| the record counts, unless a scope hides it
 */
export function createConnection(
  name: string,
  reportError: (error: unknown) => void,
  onOpen: (entries: IDBObjectStore) => Promise<void>,
): Connection {
  let database: IDBDatabase | undefined
  let opening: Promise<void> | undefined
  let connecting: Promise<void> | undefined
  let loading: Promise<void> | undefined

  const close = (): void => {
    database?.close()
    database = opening = undefined
  }
  const useDatabase = (opened: IDBDatabase): void => {
    database?.close() // a late attempt: a later attempt has already opened the database
    database = opened
    // `onversionchange`: another tab needs to upgrade the database. `onclose`: Safari closed it in the background.
    opened.onversionchange = opened.onclose = close
    loading = onOpen(opened.transaction(OBJECT_STORE).objectStore(OBJECT_STORE)).catch(reportError)
  }
  const open = async (): Promise<void> => {
    connecting = openDatabase(name).then(useDatabase).catch(reportError)
    const opened = connecting.then(() => loading)
    if (await Promise.race([opened, waitForTimeout()])) reportError('it does not answer')
  }
  const wake = (): Promise<void> => {
    opening ??= open()
    return opening
  }
  const beginTransaction = async (
    mode: IDBTransactionMode,
    isEarly = false,
    isRetry = false,
  ): Promise<IDBObjectStore | undefined> => {
    const waiting = wake()
    await (isEarly ? Promise.race([waiting, connecting]) : waiting)
    try {
      return database?.transaction(OBJECT_STORE, mode).objectStore(OBJECT_STORE)
    } catch (error) {
      close() // InvalidStateError: the browser was closing the connection
      if (!isRetry) return beginTransaction(mode, isEarly, true)
      reportError(error)
      opening = Promise.resolve() // the next use does not open the database again
    }
  }
  return { beginTransaction, close, wake }
}

/** Rejects without IndexedDB, and for a database that a newer version of this package created. */
async function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, SCHEMA_VERSION)
  request.onupgradeneeded = () => {
    const database = request.result
    for (const older of database.objectStoreNames) database.deleteObjectStore(older)
    const entries = database.createObjectStore(OBJECT_STORE)
    entries.createIndex('age', ['entry.storedAt', 'size'])
    entries.createIndex('tags', 'entry.tags', { multiEntry: true })
  }
  return promisifyRequest(request)
}

async function waitForTimeout(): Promise<true> {
  for (let step = 0; step < OPEN_TIMEOUT_STEPS; step++) {
    await new Promise((resolve) => setTimeout(resolve, OPEN_TIMEOUT_STEP_MS))
  }
  return true
}

export function promisifyRequest<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
