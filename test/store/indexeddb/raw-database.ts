// Direct access to the database of a store, for tests that damage it.

export function openDatabase(
  name: string,
  version?: number,
  upgrade?: (database: IDBDatabase) => void,
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version)
    request.onupgradeneeded = () => upgrade?.(request.result)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Runs one transaction with one request, and resolves to its result. */
export async function runTransaction<T>(
  name: string,
  createRequest: (entries: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await openDatabase(name)
  const transaction = database.transaction('entries', 'readwrite')
  const request = createRequest(transaction.objectStore('entries'))
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
  database.close()
  return request.result
}

/** Replaces the record of an entry by a record that no store wrote. */
export async function damageRecord(name: string, entryName: string): Promise<void> {
  await runTransaction(name, (entries) => entries.put({ damaged: true }, entryName))
}
