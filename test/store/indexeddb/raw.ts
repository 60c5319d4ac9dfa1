// The database as the store lays it out, for tests that break it.

export function openRaw(
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

/** Runs one transaction on the entries, and gives what `work` asked for. */
export async function onEntries<T>(name: string, work: (entries: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await openRaw(name)
  const transaction = database.transaction('entries', 'readwrite')
  const request = work(transaction.objectStore('entries'))
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
  database.close()
  return request.result
}

/** Replaces the record of an entry by something that no store wrote. */
export async function spoil(name: string, entry: string): Promise<void> {
  await onEntries(name, (entries) => entries.put({ spoilt: true }, entry))
}
